import type { AnalysisNote, Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt } from '../../repository-view.js';
import type { NodePackage } from './node-package.js';
import { hasAnyDependency, hasDependency } from './package-manifest.js';
import { isDevelopmentServer, readScript } from './script-command.js';
import { compiledPath } from './typescript-settings.js';

/** How the application is started in production. */
export interface StartChoice {
  start?: string;
  /** Source file that the start command comes down to, relative to the package. */
  entry?: string;
  /** Migration that the start script runs first. */
  migration?: { command: string; evidence: Evidence };
  /** Build that `start` needs where the project has no build script. */
  build?: string;
  /** True when the command runs a tool from `devDependencies`. */
  needsDevDependencies: boolean;
  /** True when a script of the project starts something; false when the command was derived from its files. */
  scripted: boolean;
  /** True when its scripts only start other packages. */
  delegates: boolean;
  evidence: Evidence[];
  notes: AnalysisNote[];
}

const productionScripts = [
  'start:prod',
  'start:production',
  'production',
  'prod',
  'serve:prod',
  'start',
  'serve',
  'server',
];

/** Takes the production script, else derives a command from `main`, the development script and the usual entry files. */
export function chooseStart(node: NodePackage, hasBuild: boolean): StartChoice {
  const choice: StartChoice = {
    needsDevDependencies: false,
    scripted: false,
    delegates: false,
    evidence: [],
    notes: [],
  };
  for (const name of productionScripts) {
    const script = readScript(node.manifest, name);
    if (script === undefined) continue;
    const evidence = evidenceAt(node.view, node.manifest.path, `"${name}"`, `script ${name}`);
    choice.delegates ||= script.delegates;
    if (script.migration !== undefined) choice.migration ??= { command: script.migration, evidence };
    if (script.command === undefined) continue;
    choice.scripted = true;
    choice.evidence.push(evidence);
    return settle(node, choice, script.command, hasBuild);
  }
  const entry = sourceEntry(node);
  if (entry === undefined || choice.delegates) return choice;
  choice.evidence.push({ file: node.pathOf(entry), line: 1, reason: 'entry file' });
  return settle(node, choice, `node ${quoted(entry)}`, hasBuild);
}

/** Makes the command one that runs what is built, and checks that its file is there. */
function settle(node: NodePackage, choice: StartChoice, command: string, hasBuild: boolean): StartChoice {
  const typed = typedEntry(command);
  if (typed !== undefined) return settleTyped(node, choice, command, typed, hasBuild);
  const file = runFile(node, command);
  if (file === undefined || node.hasFile(file))
    return { ...choice, start: command, ...(file === undefined ? {} : { entry: file }) };
  const beside = compiledBeside(node, file);
  if (beside !== undefined && (hasBuild || canCompile(node)))
    return settleTyped(node, choice, command, beside, hasBuild);
  const source = sourceOf(node, file);
  if (source !== undefined && (hasBuild || canCompile(node))) {
    return { ...choice, start: command, entry: source, ...(hasBuild ? {} : { build: compileCommand(node) }) };
  }
  if (hasBuild) return { ...choice, start: command };
  const instead = sourceEntry(node);
  choice.notes.push({
    code: 'start-file-missing',
    message: `${node.manifest.path}: ${command} names ${file}, which is not in the repository${instead === undefined ? '' : `; ${instead} is started instead`}.`,
    evidence: choice.evidence,
  });
  if (instead === undefined) return choice;
  const start = `node ${quoted(instead)}`;
  return typedEntry(start) === undefined
    ? { ...choice, start, entry: instead }
    : settleTyped(node, choice, start, instead, hasBuild);
}

function settleTyped(
  node: NodePackage,
  choice: StartChoice,
  command: string,
  typed: string,
  hasBuild: boolean,
): StartChoice {
  const entry = typed.replace(/^\.\//, '');
  const runner = /\b(tsx|ts-node(?:-esm)?|swc-node|@swc-node\/register|bun)\b/.exec(command)?.[1] ?? 'node';
  const owner = runner.startsWith('ts-node') ? 'ts-node' : runner;
  if (runner === 'node' && node.manager.name === 'bun') return { ...choice, start: `bun run ${quoted(entry)}`, entry };
  if (runner === 'bun' || (owner !== 'node' && hasDependency(node.manifest, owner)))
    return { ...choice, start: command, entry };
  if (canCompile(node)) {
    const output = compiledPath(node.typescript ?? { config: '', include: [], noEmit: true }, entry, sourcePaths(node));
    return { ...choice, start: `node ${quoted(output)}`, entry, ...(hasBuild ? {} : { build: compileCommand(node) }) };
  }
  if (runner === 'node' && hasAnyDependency(node.manifest, 'tsx')) {
    return {
      ...choice,
      start: `tsx ${quoted(entry)}`,
      entry,
      needsDevDependencies: !hasDependency(node.manifest, 'tsx'),
    };
  }
  return { ...choice, start: command, entry, needsDevDependencies: runner !== 'node' };
}

/** A TypeScript file that the command runs. */
function typedEntry(command: string): string | undefined {
  return /(?:^|\s)((?:\.\/)?[\w@./-]+\.[cm]?tsx?)(?=\s|$)/.exec(command)?.[1];
}

/** The JavaScript file that `node …` runs, relative to the package. */
function runFile(node: NodePackage, command: string): string | undefined {
  const last = command.split('&&').at(-1)?.trim() ?? '';
  const found =
    /^(?:env (?:[A-Z_][A-Z0-9_]*=\S* )*)?node (?:(?:-r|--require|--import|--loader|--experimental-loader) \S+ |-\S+ )*["']?([^\s"']+)/.exec(
      last,
    )?.[1];
  if (found === undefined) return undefined;
  const named = found === '.' || found === './' ? (node.manifest.main ?? 'index.js') : found;
  const file = named.replace(/^\.\//, '').replace(/\/$/, '');
  if (/\.[cm]?[jt]s$/.test(file) || node.hasFile(file)) return file;
  return node.firstFile([`${file}.js`, `${file}.mjs`, `${file}.cjs`, `${file}/index.js`]) ?? `${file}.js`;
}

/** The TypeScript file that a command names by the name it has once compiled, where the compiler writes elsewhere. */
function compiledBeside(node: NodePackage, file: string): string | undefined {
  const outDir = node.typescript?.outDir;
  if (outDir === undefined || outDir === '.' || file.startsWith(`${outDir}/`)) return undefined;
  return /\.[cm]?js$/.test(file) ? node.firstFile([file.replace(/\.([cm]?)js$/, '.$1ts')]) : undefined;
}

/** The source of a built file: `dist/main.js` comes from `src/main.ts` or `main.ts`. */
function sourceOf(node: NodePackage, built: string): string | undefined {
  const stem = built.replace(/\.[cm]?js$/, '');
  const below = stem.split('/').slice(1).join('/');
  const stems =
    below === '' ? [stem, `${stem}/index`] : [`src/${below}`, below, `${below}/index`, `src/${below}/index`, stem];
  return node.firstFile(
    stems.flatMap((one) => ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs'].map((ending) => one + ending)),
  );
}

const entryStems = ['server', 'app', 'main', 'index', 'src/server', 'src/main', 'src/index', 'src/app', 'bin/server'];

/** The file that a person would start: of the development script, `main`, or by its usual name. */
function sourceEntry(node: NodePackage): string | undefined {
  const development = ['dev', 'start:dev', 'develop', 'watch', 'start']
    .map((name) => node.manifest.scripts.get(name) ?? '')
    .filter((text) => text.length < 2000 && isDevelopmentServer(text))
    .flatMap((text) =>
      [...text.matchAll(/(?:^|[\s"'])((?:\.\/)?[\w@./-]+\.[cm]?[jt]s)(?=["'\s]|$)/g)].map((found) => found[1] ?? ''),
    )
    .map((path) => path.replace(/^\.\//, ''))
    .find((path) => node.hasFile(path) && !/config\.[cm]?[jt]s$/.test(path));
  if (development === undefined && node.hasFile('bin/www')) return 'bin/www';
  const main = node.manifest.main?.replace(/^\.\//, '');
  const mainFile = main === undefined ? undefined : node.firstFile([main, `${main}.js`, `${main}/index.js`]);
  const usual = node.firstFile(
    entryStems.flatMap((stem) => ['.js', '.mjs', '.cjs', '.ts', '.mts'].map((end) => stem + end)),
  );
  return development ?? mainFile ?? (main === undefined ? undefined : sourceOf(node, main)) ?? usual;
}

function canCompile(node: NodePackage): boolean {
  const { typescript } = node;
  const compiler =
    hasAnyDependency(node.manifest, 'typescript') ||
    (node.workspace !== undefined && hasAnyDependency(node.workspace.root, 'typescript'));
  return typescript !== undefined && !typescript.noEmit && compiler;
}

function compileCommand(node: NodePackage): string {
  const run = { npm: 'npx', yarn: 'yarn', pnpm: 'pnpm exec', bun: 'bunx' }[node.manager.name];
  return `${run} tsc --project ${node.typescript?.config ?? 'tsconfig.json'}`;
}

function sourcePaths(node: NodePackage): string[] {
  const prefix = node.manifest.directory === '.' ? 0 : node.manifest.directory.length + 1;
  return node.sources.map((file) => file.path.slice(prefix));
}

function quoted(path: string): string {
  return /^[\w@./+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
