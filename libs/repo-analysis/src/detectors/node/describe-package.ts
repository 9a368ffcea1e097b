import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { collectEnvironment, type EnvironmentRead } from '../../environment/collect-environment.js';
import { baseName } from '../../repository-view.js';
import { chooseKind, isSite, type KindChoice } from './component-kind.js';
import { dataDirectories } from './data-directories.js';
import { findFrameworks, type Framework, type FrameworkDelivery } from './framework.js';
import { frameworkDelivery } from './framework-delivery.js';
import { asProcess, nestApplications, nestBuild } from './nest-applications.js';
import { findEnvironmentReads } from './node-environment.js';
import { findMigrations } from './node-migrations.js';
import type { NodePackage } from './node-package.js';
import { chooseNodeRuntime } from './node-runtime.js';
import { findServices } from './node-services.js';
import { nodeTraits } from './node-traits.js';
import { findListeners, type Listener } from './port.js';
import { runsElsewhere, runsOnPlatform } from './runs-elsewhere.js';
import { scriptProcesses } from './script-processes.js';
import { buildCommand, lintCommand, testCommand } from './scripts.js';
import { serverFacts } from './server-facts.js';
import { chooseStart, type StartChoice } from './start-command.js';
import { findSystemPackages } from './system-packages.js';

interface Described {
  components: DetectedComponent[];
  notes: AnalysisNote[];
}

/** Everything about one package: its application or applications, and the further processes that its scripts start. */
export function describePackage(node: NodePackage): Described {
  const applications = nestApplications(node);
  if (applications.length === 0) return describeApplication(node);
  const described = applications.map((application) => ({ ...application, ...describeApplication(application.node) }));
  return {
    components: described.flatMap(({ name, components }, index) =>
      components
        .filter(({ process }) => process === undefined || index === 0)
        .map((component) => ({
          ...asProcess(component, name, index === 0),
          ...(component.build === undefined ? {} : { build: nestBuild(node, applications, component.build) }),
        })),
    ),
    notes: described.flatMap(({ notes }) => notes),
  };
}

function describeApplication(node: NodePackage): Described {
  const build = buildCommand(node);
  const frameworks = findFrameworks(node);
  const start = chooseStart(node, build !== undefined);
  const own = findListeners(node.sources, [...node.internalSources, ...node.settings]);
  const listeners = own.length > 0 ? own : findListeners(node.internalSources, node.settings);
  const siteFramework = frameworks.find(({ family }) => family !== 'server');
  const delivery = siteFramework === undefined ? undefined : frameworkDelivery(node, siteFramework);
  const choice = chooseKind(node, { frameworks, delivery, listeners, start, hasBuild: build !== undefined });
  const facts = {
    build,
    start,
    listeners,
    delivery: delivery !== undefined && choice.framework === siteFramework ? delivery : undefined,
  };
  const component = describe(node, choice, facts);
  const isRun = component.role === 'server';
  const site = isRun && delivery !== undefined && facts.delivery === undefined ? siteFramework : undefined;
  return {
    components: [
      component,
      ...(isRun ? scriptProcesses(node, component, start) : []),
      ...(site === undefined ? [] : siteBesideServer(node, site, { ...facts, delivery })),
    ],
    notes: [...(isRun && facts.delivery === undefined ? start.notes : []), ...elsewhereNotes(node, component)],
  };
}

const servesFiles =
  /\.static\(|\b(?:serveStatic|sirv|sendFile|fastifyStatic|koaStatic)\(|['"](?:serve-static|koa-static|koa-send|@fastify\/static|@nestjs\/serve-static|@hapi\/inert|vite-express|sirv)['"]|\bmiddlewareMode\b/;

/** A development server of the site alone: what renders pages in its own server has none. */
const siteDevelopment =
  /(?:^|[\s"'])(?:vite(?: (?:dev|serve))?(?: --\S{1,100})*|react-scripts start|vue-cli-service serve|parcel(?: serve)?(?: \S{1,100})?|webpack(?:-dev-server| serve))(?=$|["'&;]|\s&)/;

/** The site that a package builds besides its server, when that server does not serve it: an image of its own. */
function siteBesideServer(node: NodePackage, framework: Framework, facts: PackageFacts): DetectedComponent[] {
  const isServed = node.sources.some(({ text }) => servesFiles.test(text));
  const isDevelopedAlone = [...node.manifest.scripts.values()].some((text) =>
    siteDevelopment.test(text.slice(0, 1000)),
  );
  if (
    framework.family !== 'site' ||
    isServed ||
    !isDevelopedAlone ||
    !isSite(node, framework, { hasBuild: facts.build !== undefined })
  )
    return [];
  const start = { needsDevDependencies: false, scripted: false, delegates: false, evidence: [], notes: [] };
  const site = describe(node, { kind: 'static', role: 'site', framework }, { ...facts, listeners: [], start });
  const environment = site.environment.filter(({ name }) => !readsByServer(node, name));
  return [{ ...site, idHint: `${site.idHint}-site`, environment }];
}

function readsByServer(node: NodePackage, name: string): boolean {
  const reads = findEnvironmentReads(node.sources).filter((read) => read.name === name);
  return reads.every((read) => read.buildTime !== true);
}

function elsewhereNotes(node: NodePackage, { kind, path }: DetectedComponent): AnalysisNote[] {
  if (kind !== 'library') return [];
  const installed = runsElsewhere(node);
  const hosted = installed === undefined ? runsOnPlatform(node) : undefined;
  const program = installed ?? hosted;
  if (program === undefined) return [];
  const reason = hosted === undefined ? 'which people install' : 'which that platform runs';
  return [
    {
      code: 'not-deployable',
      message: `${path}: this is ${program.place}, ${reason}; there is nothing to run in a container.`,
      evidence: [program.evidence],
    },
  ];
}

export interface PackageFacts {
  build: { command: string; script?: string } | undefined;
  start: StartChoice;
  listeners: readonly Listener[];
  delivery: FrameworkDelivery | undefined;
}

function describe(node: NodePackage, choice: KindChoice, facts: PackageFacts): DetectedComponent {
  const { manifest, manager } = node;
  const { kind, role, framework } = choice;
  const isDeployed = kind !== 'library' && kind !== 'cli';
  const runtime = chooseNodeRuntime(node, facts.start.start);
  const test = testCommand(node);
  const lint = lintCommand(node);
  const migrations = isDeployed && kind !== 'static' ? findMigrations(node, facts.start) : undefined;
  const systemPackages = findSystemPackages(node);
  const directories = kind === 'static' ? [] : dataDirectories(node);
  const { evidence: servedEvidence, ...served } = serverFacts(node, choice, facts);
  const build =
    facts.build?.command ?? (role === 'server' && facts.delivery === undefined ? facts.start.build : undefined);
  return {
    idHint: nameOf(node),
    name: manifest.name ?? nameOf(node),
    path: manifest.directory,
    kind,
    role,
    language: languageOf(node),
    ...(framework === undefined ? {} : { framework: framework.name }),
    packageManager: manager.name,
    ...(manager.version === undefined ? {} : { packageManagerVersion: manager.version }),
    ...(runtime.stated === undefined ? {} : { runtimeVersion: runtime.resolved }),
    runtime,
    ...(manager.lockfile === undefined ? {} : { lockfile: manager.lockfile }),
    install: manager.install,
    ...(build === undefined ? {} : { build }),
    ...(test === undefined ? {} : { test }),
    ...(lint === undefined ? {} : { lint }),
    ...served,
    environment: collectEnvironment(node.view, { directory: manifest.directory }, environmentReads(node, choice)),
    services: kind === 'static' ? [] : findServices(node),
    ...(migrations === undefined ? {} : { migrations: migrations.migrations }),
    ...(systemPackages === undefined ? {} : { systemPackages }),
    ...(node.membership === undefined ? {} : { workspace: node.membership }),
    ...(directories.length === 0 ? {} : { dataDirectories: directories }),
    traits: nodeTraits(node, choice, facts, migrations),
    evidence: [
      { file: manifest.path, line: 1, reason: 'Node package' },
      ...(framework === undefined ? [] : [framework.evidence]),
      ...(facts.delivery?.evidence ?? []),
      ...facts.start.evidence,
      ...(servedEvidence ?? []),
    ],
  };
}

function nameOf({ manifest }: NodePackage): string {
  const named = manifest.name?.trim();
  if (named !== undefined && named !== '') return named;
  return manifest.directory === '.' ? 'app' : baseName(manifest.directory);
}

function languageOf(node: NodePackage): string {
  const typed = node.sources.some(({ path }) => /\.(?:[cm]?ts|tsx)$/.test(path) && !/config\.[cm]?ts$/.test(path));
  return typed ||
    (node.typescript !== undefined && node.sources.some(({ text }) => /<script[^>]{0,100}lang="ts"/.test(text)))
    ? 'typescript'
    : 'javascript';
}

const publicNames: Readonly<Record<string, RegExp>> = {
  nextjs: /^NEXT_PUBLIC_/,
  'create-react-app': /^(?:REACT_APP_|PUBLIC_URL$)/,
  'vue-cli': /^VUE_APP_/,
  gatsby: /^GATSBY_/,
};

/** Variables by which a framework's own server is told its address: it is the loopback address without them. */
function addressReads(
  node: NodePackage,
  kind: KindChoice['kind'],
  framework: KindChoice['framework'],
): EnvironmentRead[] {
  if (kind !== 'web' || framework === undefined) return [];
  const { evidence, name } = framework;
  // Source: docs.astro.build/guides/integrations-guide/node
  if (name === 'astro') return [{ name: 'HOST', default: 'localhost', evidence }];
  const start = node.manifest.scripts.get('start') ?? '';
  // Source: github.com/fastify/fastify-cli: options are also read from variables with this prefix
  return name === 'fastify' && /\bfastify start\b(?!.{0,500}\s(?:-a|--address)\b)/.test(start)
    ? [{ name: 'FASTIFY_ADDRESS', default: '127.0.0.1', evidence }]
    : [];
}

function environmentReads(node: NodePackage, { kind, framework }: KindChoice) {
  const published = publicNames[framework?.name ?? ''];
  const own = findEnvironmentReads([...node.sources, ...node.internalSources]);
  return [...own, ...addressReads(node, kind, framework)].map((read) => {
    const buildTime =
      read.buildTime === true || published?.test(read.name) === true || (kind === 'static' && read.name !== 'NODE_ENV');
    return buildTime ? { ...read, buildTime } : read;
  });
}
