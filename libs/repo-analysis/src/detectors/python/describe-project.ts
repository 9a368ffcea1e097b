import type { AnalysisNote, Evidence } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { collectEnvironment } from '../../environment/collect-environment.js';
import { baseName, directoryName } from '../../repository-view.js';
import { resolveRuntime } from '../../runtime/resolve-runtime.js';
import { describeWeb } from './describe-web.js';
import { readDjangoProject } from './python-django.js';
import type { DjangoProject } from './python-django.js';
import { pythonCommands } from './python-commands.js';
import { pythonEnvironmentReads } from './python-environment.js';
import { choosePackageManager } from './python-package-manager.js';
import type { PythonInstallation } from './python-package-manager.js';
import type { PythonProject } from './python-project.js';
import { pythonRuntimeStatements } from './python-runtime-statements.js';
import { classifyScript, findServingScript } from './python-scripts.js';
import type { PythonScript } from './python-scripts.js';
import { findPythonServices } from './python-services.js';
import { pythonSystemPackages } from './python-system-packages.js';
import type { PythonTraits } from './python-traits.js';
import { findPythonWorkers } from './python-workers.js';
import type { PythonWorker } from './python-workers.js';
import { liesBesideCode, sqlitePaths } from './sqlite-paths.js';
import { uploadDirectories } from './upload-directories.js';
import { asRecord, asText } from './unknown-values.js';

/** The web process of a project, as far as it has one. */
export type WebFacts = Omit<Partial<DetectedComponent>, 'traits' | 'evidence'> & {
  evidence: Evidence[];
  notes: AnalysisNote[];
  traits: PythonTraits;
};

interface DescribedProject {
  components: DetectedComponent[];
  notes: AnalysisNote[];
}

/** Turns one Python project into its components: the web process, its workers, or what else it is. */
export function describeProject(project: PythonProject): DescribedProject {
  const django = readDjangoProject(project);
  const installation = choosePackageManager(project);
  const base = commonFacts(project, django, installation);
  const workers = findPythonWorkers(project, django);
  const web = describeWeb(project, django) ?? scriptFacts(findServingScript(project));
  const notes = [...installation.notes];
  if (web !== undefined) {
    const { notes: webNotes, traits, evidence, ...facts } = web;
    const main: DetectedComponent = {
      ...base,
      ...facts,
      traits: { ...base.traits, ...traits },
      evidence: [...evidence, ...base.evidence],
      kind: 'web',
      role: 'server',
    };
    return {
      components: [main, ...workers.map((worker) => workerComponent(main, worker))],
      notes: [...notes, ...webNotes],
    };
  }
  if (workers.length > 0) {
    return { components: workers.map((worker, at) => workerComponent(base, worker, at === 0)), notes };
  }
  const script = classifyScript(project);
  if (script === undefined) return { components: [], notes: [] };
  return { components: [scriptComponent(base, script)], notes: script.kind === 'library' ? [] : notes };
}

function commonFacts(
  project: PythonProject,
  django: DjangoProject | undefined,
  installation: PythonInstallation,
): DetectedComponent {
  const runtime = resolveRuntime('python', pythonRuntimeStatements(project.view, project.directory));
  const systemPackages = pythonSystemPackages(project);
  const services = findPythonServices(project, django);
  const databases = services.some((service) => service.kind === 'sqlite') ? sqlitePaths(project) : undefined;
  const directories = [
    ...new Set([
      ...(databases === undefined ? [] : sqliteDirectories(databases, django)),
      ...uploadDirectories(project),
    ]),
  ].sort();
  const linked = databases?.filter((path) => liesBesideCode(project, path)) ?? [];
  const name = nameOf(project, django);
  return {
    idHint: name,
    name,
    path: project.directory,
    kind: 'library',
    role: 'tooling',
    language: 'python',
    packageManager: installation.packageManager,
    ...(installation.version === undefined ? {} : { packageManagerVersion: installation.version }),
    ...(runtime.stated === undefined ? {} : { runtimeVersion: runtime.resolved }),
    runtime,
    ...(installation.lockfile === undefined ? {} : { lockfile: installation.lockfile }),
    install: installation.install,
    ...pythonCommands(project, django),
    environment: collectEnvironment(project.view, { directory: project.directory }, pythonEnvironmentReads(project)),
    services,
    ...(systemPackages === undefined ? {} : { systemPackages }),
    ...(directories.length === 0 ? {} : { dataDirectories: directories }),
    ...workspaceOf(project, installation, name),
    traits: {
      ...installationTraits(project, installation),
      ...(linked.length === 0 ? {} : { sqliteFiles: linked.join(' ') }),
    },
    evidence: [installation.evidence],
  };
}

function workspaceOf(
  project: PythonProject,
  installation: PythonInstallation,
  name: string,
): Pick<DetectedComponent, 'workspace'> {
  const root = installation.workspaceRoot;
  if (root === undefined) return {};
  const members = project.view
    .named('pyproject.toml')
    .map((path) => path.slice(0, Math.max(0, path.length - '/pyproject.toml'.length)))
    .filter((path) => path !== '' && (root === '.' || path.startsWith(`${root}/`)));
  return { workspace: { root, packageName: name, internalDependencies: [], members } };
}

function installationTraits(project: PythonProject, installation: PythonInstallation): PythonTraits {
  const relative = (path: string): string =>
    project.directory === '.' ? path : path.slice(project.directory.length + 1);
  const { requirementsFile, includedFiles } = project.dependencies;
  const usesFile = installation.packageManager === 'pip' && requirementsFile !== undefined;
  return {
    ...(usesFile
      ? {
          requirements: relative(requirementsFile),
          requirementsFiles: [requirementsFile, ...includedFiles].map(relative).sort().join(' '),
        }
      : {}),
    ...(installation.installsProject ? { projectPackage: 'true' } : {}),
    ...(project.sources.some((source) => source.path.startsWith('src/')) ? { srcLayout: 'true' } : {}),
    installDevelopment: installation.installDevelopment,
    ...(installation.runner === undefined ? {} : { runner: installation.runner }),
  };
}

function nameOf(project: PythonProject, django: DjangoProject | undefined): string {
  const poetry = asRecord(asRecord(project.pyproject['tool'])['poetry']);
  const stated = asText(asRecord(project.pyproject['project'])['name']) ?? asText(poetry['name']);
  if (stated !== undefined) return stated;
  if (project.directory !== '.') return baseName(project.directory);
  const settings = django?.settingsModule?.split('.')[0];
  return settings === undefined || /^(?:settings|config|core|project|app)$/.test(settings) ? 'app' : settings;
}

function sqliteDirectories(databases: readonly string[], django: DjangoProject | undefined): string[] {
  const directories = databases.map(directoryName);
  if (databases.length === 0 && django?.engines.some(({ engine }) => engine === 'sqlite3') === true)
    directories.push(django.root);
  return [...new Set(directories)].sort();
}

function scriptFacts(script: PythonScript | undefined): WebFacts | undefined {
  if (script === undefined) return undefined;
  return {
    ...(script.framework === undefined ? {} : { framework: script.framework }),
    ...(script.command === undefined ? {} : { start: script.command }),
    ...(script.port === undefined ? {} : { port: script.port }),
    ...(script.portVariable === undefined ? {} : { portVariable: script.portVariable }),
    ...(script.bindAddress === undefined ? {} : { bindAddress: script.bindAddress }),
    ...(script.healthPath === undefined ? {} : { healthPath: script.healthPath }),
    evidence: [script.evidence],
    notes: [],
    traits: {},
  };
}

/** A worker shares directory, dependencies and environment with the web process, and has no port. */
function workerComponent(base: DetectedComponent, worker: PythonWorker, alone = false): DetectedComponent {
  const {
    port: _port,
    portVariable: _portVariable,
    bindAddress: _bindAddress,
    healthPath: _healthPath,
    metricsPath: _metricsPath,
    migrations: _migrations,
    traits,
    ...shared
  } = base;
  const own = Object.fromEntries(
    Object.entries(traits ?? {}).filter(
      ([key]) => !['server', 'serverMissing', 'serverRequirement', 'collectStatic'].includes(key),
    ),
  );
  return {
    ...shared,
    ...(alone ? {} : { process: worker.name, name: `${base.name}-${worker.name}` }),
    kind: worker.kind,
    role: 'server',
    start: worker.command,
    traits: own,
    evidence: [worker.evidence],
  };
}

function scriptComponent(base: DetectedComponent, script: PythonScript): DetectedComponent {
  const deployed = script.kind === 'worker' || script.kind === 'job';
  return {
    ...base,
    kind: script.kind,
    role: script.kind === 'worker' ? 'server' : 'tooling',
    ...(script.command === undefined || !deployed ? {} : { start: script.command }),
    evidence: [script.evidence, ...base.evidence],
  };
}
