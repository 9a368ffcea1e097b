import type { ComponentKind, Evidence, Migrations } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { collectEnvironment } from '../../environment/collect-environment.js';
import { baseName, joinPath } from '../../repository-view.js';
import { resolveRuntime } from '../../runtime/resolve-runtime.js';
import type { RuntimeStatement } from '../../runtime/resolve-runtime.js';
import { evidenceOf, matchSource } from '../../source/source-file.js';
import { shellWord } from '../python/python-package-manager.js';
import { goEnvironmentReads } from './go-environment.js';
import { findRequirement } from './go-module.js';
import type { GoModule } from './go-module.js';
import { importsOf } from './go-programs.js';
import type { GoProgram } from './go-programs.js';
import { goRuntimeFiles } from './go-runtime-files.js';
import { findGoServices } from './go-services.js';
import { linkedFiles, sqliteDirectories } from './go-sqlite.js';
import type { GoTraits } from './go-traits.js';
import { findGoWeb } from './go-web.js';

export interface ProgramPlace {
  /** True when it is the module's one program. */
  only: boolean;
  /** Directories of every module of the repository. */
  modules: readonly string[];
}

/** One program of a module as a component: built in the module's directory, run as `bin/<name>`. */
export function describeProgram(module: GoModule, program: GoProgram, place: ProgramPlace): DetectedComponent {
  const web = findGoWeb(module, program.sources);
  const kind = web === undefined ? kindOf(program) : { kind: 'web' as const, evidence: web.evidence[0] };
  const services = findGoServices(module, program.sources);
  const migrations = findGoMigrations(module);
  const output = `bin/${program.name}`;
  const sqlite = services.some((service) => service.kind === 'sqlite') ? sqliteDirectories(program) : [];
  const deployed = kind.kind !== 'cli';
  return {
    ...moduleFacts(module, place.modules),
    idHint: program.name,
    name: program.name,
    kind: kind.kind,
    role: deployed ? 'server' : 'tooling',
    build: `go build -trimpath -o ${shellWord(output)} ${shellWord(program.mainPackage)}`,
    ...(deployed ? { start: [`./${output}`, ...(web?.arguments ?? [])].join(' ') } : {}),
    ...(web === undefined ? {} : { framework: web.framework, port: web.port }),
    ...(web?.portVariable === undefined ? {} : { portVariable: web.portVariable }),
    ...(web?.bindAddress === undefined ? {} : { bindAddress: web.bindAddress }),
    ...(web?.healthPath === undefined ? {} : { healthPath: web.healthPath }),
    ...(web?.metricsPath === undefined ? {} : { metricsPath: web.metricsPath }),
    environment: collectEnvironment(module.view, { directory: module.directory }, goEnvironmentReads(program.sources)),
    services,
    ...(migrations === undefined || !services.some(({ kind }) => relational.has(kind)) ? {} : { migrations }),
    ...(sqlite.length === 0 ? {} : { dataDirectories: sqlite }),
    ...systemPackages(module, program),
    traits: { ...traitsOf(module, program), ...argumentTrait(web?.arguments), ...linkedFiles(program, sqlite) },
    evidence: [
      { file: program.main.path, line: program.mainLine, reason: 'func main' },
      ...(kind.evidence === undefined ? [] : [kind.evidence]),
      ...(web?.evidence.slice(1) ?? []),
      { file: module.file, line: 1, reason: 'a Go module' },
    ],
  };
}

/** A module without a program. */
export function describeLibrary(module: GoModule): DetectedComponent {
  const name =
    module.modulePath
      .split('/')
      .filter((part) => !/^v\d+$/.test(part))
      .at(-1) ?? 'library';
  return {
    ...moduleFacts(module, []),
    idHint: name,
    name: module.modulePath,
    kind: 'library',
    role: 'tooling',
    environment: [],
    services: [],
    evidence: [{ file: module.file, line: 1, reason: 'a Go module without a main package' }],
  };
}

function moduleFacts(
  module: GoModule,
  modules: readonly string[],
): Pick<
  DetectedComponent,
  | 'path'
  | 'language'
  | 'packageManager'
  | 'runtimeVersion'
  | 'runtime'
  | 'lockfile'
  | 'install'
  | 'test'
  | 'lint'
  | 'workspace'
> {
  const { view, directory } = module;
  const runtime = resolveRuntime('go', runtimeStatements(module));
  const sum = joinPath(directory, 'go.sum') ?? 'go.sum';
  const hasTests = view.below(directory, ['_test.go']).length > 0;
  const linters = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];
  const golangci = linters.some((name) => view.tree.has(name) || view.tree.has(joinPath(directory, name) ?? name));
  return {
    path: directory,
    language: 'go',
    packageManager: 'go',
    ...(module.goVersion === undefined && module.toolchain === undefined
      ? {}
      : { runtimeVersion: statedVersion(module) ?? runtime.resolved }),
    runtime,
    ...(view.tree.has(sum) ? { lockfile: { path: sum, ...sumState(module, sum) } } : {}),
    install: 'go mod download',
    ...(hasTests ? { test: 'go test ./...' } : {}),
    lint: golangci ? 'golangci-lint run' : 'go vet ./...',
    ...workspaceOf(module, modules),
  };
}

/** go.work joins modules: the image builds from its directory. */
function workspaceOf(module: GoModule, modules: readonly string[]): Pick<DetectedComponent, 'workspace'> {
  const work = ['go.work', ...parents(module.directory).map((at) => joinPath(at, 'go.work') ?? 'go.work')].find(
    (file) => module.view.tree.has(file),
  );
  const replaced = module.localReplacements.filter((path) => modules.includes(path));
  if (modules.length < 2 || (work === undefined && replaced.length === 0)) return {};
  const root = work === undefined ? '.' : (joinPath(work, '..') ?? '.');
  const members = work === undefined ? [module.directory, ...replaced].sort() : [...modules];
  const internal = modules.filter((path) => path !== module.directory && usesModule(module, path));
  return { workspace: { root, packageName: module.modulePath, internalDependencies: internal, members } };
}

function usesModule(module: GoModule, directory: string): boolean {
  const text = module.view.read(joinPath(directory, 'go.mod') ?? 'go.mod') ?? '';
  const path = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  return (
    path !== undefined &&
    (module.localReplacements.includes(directory) || module.requirements.some((item) => item.path === path))
  );
}

function parents(directory: string): string[] {
  const list: string[] = [];
  for (let at = directory; at !== '.';) {
    at = joinPath(at, '..') ?? '.';
    list.push(at);
  }
  return list;
}

function statedVersion(module: GoModule): string | undefined {
  return module.goVersion?.stated ?? module.toolchain?.stated;
}

function runtimeStatements(module: GoModule): RuntimeStatement[] {
  return [module.toolchain, module.goVersion].filter((statement) => statement !== undefined);
}

function sumState(module: GoModule, sum: string): { inSync: boolean; evidence: Evidence[] } {
  const text = module.view.read(sum);
  const missing =
    text === undefined
      ? undefined
      : module.requirements.find(
          ({ path, version }) => !text.includes(`${path} ${version}`) && module.localReplacements.length === 0,
        );
  const evidence =
    missing === undefined
      ? { file: sum, line: 1, reason: 'checksums of the modules' }
      : { ...missing.evidence, reason: `${missing.path} ${missing.version} is not in go.sum` };
  return { inSync: missing === undefined, evidence: [evidence] };
}

/** A program that does not listen: it works on, runs once, or is for people. */
function kindOf(program: GoProgram): { kind: ComponentKind; evidence?: Evidence } {
  const cli =
    /"(?:github\.com\/spf13\/cobra|github\.com\/urfave\/cli[\w/]*|github\.com\/alecthomas\/kong|github\.com\/charmbracelet\/bubbletea)"/g;
  const first = (pattern: RegExp): Evidence | undefined => {
    const match = program.sources.flatMap((source) => matchSource(source, pattern))[0];
    return match === undefined ? undefined : evidenceOf(match, 'shows what the program does');
  };
  const works = first(
    /\bfor\s*\{|\bfor\s+\w+\s*:?=\s*range\s+\w+|signal\.Notify(?:Context)?\(|\.Consume\(|\.ReadMessage\(|\.FetchMessage\(|\.Subscribe\(|time\.NewTicker\(|\.BLPop\(/g,
  );
  const isCli = first(cli);
  if (isCli !== undefined) return { kind: 'cli', evidence: isCli };
  const waits = first(
    /signal\.Notify(?:Context)?\(|\.Consume\(|\.ReadMessage\(|\.FetchMessage\(|time\.NewTicker\(|\.BLPop\(|\.Subscribe\(/g,
  );
  if (waits !== undefined || (works !== undefined && /worker|consumer|daemon|agent|processor/i.test(program.name))) {
    const evidence = waits ?? works;
    return { kind: 'worker', ...(evidence === undefined ? {} : { evidence }) };
  }
  const flags = first(/\bflag\.(?:Parse|String|Int|Bool)\w*\(|\bos\.Args\b/g);
  return flags === undefined && /migrat|seed|job|cron/i.test(program.name)
    ? { kind: 'job' }
    : { kind: 'cli', ...(flags === undefined ? {} : { evidence: flags }) };
}

function traitsOf(module: GoModule, program: GoProgram): GoTraits {
  const vendored = module.view.tree.has(joinPath(module.directory, 'vendor/modules.txt') ?? 'vendor/modules.txt');
  const text = (pattern: RegExp): boolean => program.sources.some((source) => pattern.test(source.text));
  const opened = goRuntimeFiles(module, program.sources);
  const embeds = text(/^[ \t]*(?:_\s+)?"embed"\s*$/m) || text(/^import\s+(?:_\s+)?"embed"/m);
  return {
    mainPackage: program.mainPackage,
    binary: program.name,
    ...(usesCgo(program) ? { cgo: 'true' } : {}),
    ...(vendored ? { vendored: 'true' } : {}),
    ...(embeds ? { embed: 'true' } : {}),
    ...(opened.length === 0 ? {} : { runtimeFiles: opened.join(' ') }),
  };
}

function argumentTrait(words: readonly string[] = []): Pick<GoTraits, 'arguments'> {
  return words.length === 0 ? {} : { arguments: words.join(' ') };
}

const cgoPackages =
  /^(?:github\.com\/mattn\/go-sqlite3|gorm\.io\/driver\/sqlite|github\.com\/confluentinc\/confluent-kafka-go(?:\/.*)?|C|github\.com\/h2non\/bimg|gopkg\.in\/gographics\/imagick.*)$/;

function usesCgo(program: GoProgram): boolean {
  return program.sources.some((source) => importsOf(source).some((path) => cgoPackages.test(path)));
}

function systemPackages(module: GoModule, program: GoProgram): Pick<DetectedComponent, 'systemPackages'> {
  const build = usesCgo(program) ? ['gcc', 'libc6-dev'] : [];
  const runtime: string[] = [];
  if (program.sources.some((source) => source.text.includes('"github.com/h2non/bimg"'))) {
    build.push('libvips-dev');
    runtime.push('libvips42t64');
  }
  if (findRequirement(module, 'github.com/confluentinc/confluent-kafka-go') === undefined && build.length === 0)
    return {};
  return build.length === 0 ? {} : { systemPackages: { build: build.sort(), runtime } };
}

const relational = new Set(['postgres', 'mysql', 'mariadb', 'mssql', 'sqlite']);

/** Migration scripts in a folder, and the tool whose names they follow. */
function findGoMigrations(module: GoModule): Migrations | undefined {
  const scripts = module.view.below(module.directory, ['.sql']);
  const relative = (path: string): string =>
    module.directory === '.' ? path : path.slice(module.directory.length + 1);
  const goose = scripts.find((path) => /^--[ \t]*\+goose Up/m.test((module.view.read(path) ?? '').slice(0, 2000)));
  const golangMigrate = scripts.find((path) => /\.up\.sql$/.test(path));
  const script = goose ?? golangMigrate;
  if (script === undefined || ranInProcess(module)) return undefined;
  const folder = shellWord(relative(joinPath(script, '..') ?? '.'));
  const evidence = [{ file: script, line: 1, reason: `a migration in ${baseName(joinPath(script, '..') ?? '.')}` }];
  return goose === undefined
    ? { tool: 'golang-migrate', command: `migrate -path ${folder} -database "$DATABASE_URL" up`, evidence }
    : { tool: 'goose', command: `goose -dir ${folder} up`, evidence };
}

/** The program brings the schema up to date by itself when it starts. */
function ranInProcess(module: GoModule): boolean {
  return module.sources.some((source) =>
    /\bgoose\.Up(?:Context)?\(|\bmigrate\.New(?:With\w+)?\(|\bgoose\.NewProvider\(/.test(source.text),
  );
}
