import type { Component, FileTree } from '@devops-orchestrator/contracts';
import { isYarnBerry } from './install-command.js';
import { actionStep, commandStep, literal, type WorkflowStep } from './workflow-step.js';

/** Languages whose runtime an action of the pinned table installs. */
export type SetupRuntime = 'node' | 'python' | 'go' | 'bun';

/** The runtime that runs a component's own commands; undefined when no pinned action installs it. */
export function setupRuntime(component: Component): SetupRuntime | undefined {
  const named = component.runtime?.runtime ?? runtimeOfLanguage[component.language];
  if (component.packageManager === 'bun' || named === 'bun') return 'bun';
  return named === 'node' || named === 'python' || named === 'go' ? named : undefined;
}

/** Steps that install the component's runtime, in the version that its image has, and its package manager. */
export function setupSteps(component: Component, files: FileTree): WorkflowStep[] {
  const runtime = setupRuntime(component);
  if (runtime === 'node') return nodeSteps(component, files);
  if (runtime === 'python') return pythonSteps(component);
  if (runtime === 'go') return goSteps(component);
  if (runtime === 'bun') return bunSteps(component);
  return [];
}

// Taken where neither the project nor its lock file states a version.
const defaultPnpmVersion = '10';
const installers: Readonly<Record<string, string>> = { poetry: '2.2.1', pipenv: '2025.0.4', pdm: '2.26.1' };

const runtimeOfLanguage: Readonly<Record<string, SetupRuntime>> = {
  javascript: 'node',
  typescript: 'node',
  python: 'python',
  go: 'go',
};

const versionOf = (component: Component) => component.runtime?.resolved ?? component.runtimeVersion;

function versionInput(name: string, component: Component): Record<string, unknown> {
  const version = versionOf(component);
  return version === undefined ? {} : { [name]: version };
}

function cacheInputs(manager: string, component: Component): Record<string, unknown> {
  const lockfile = component.lockfile?.path;
  return lockfile === undefined ? {} : { cache: manager, 'cache-dependency-path': literal(lockfile) };
}

function nodeSteps(component: Component, files: FileTree): WorkflowStep[] {
  const manager = component.packageManager ?? 'npm';
  const cached = ['npm', 'yarn', 'pnpm'].includes(manager) && !isYarnBerry(component);
  const cache = cached ? cacheInputs(manager, component) : {};
  const node = actionStep('Set up Node.js', 'actions/setup-node', {
    ...versionInput('node-version', component),
    ...('cache' in cache ? cache : { 'package-manager-cache': false }),
  });
  if (manager === 'pnpm') return [pnpmStep(component, files), node];
  return isYarnBerry(component) ? [node, commandStep('Enable Corepack', 'corepack enable')] : [node];
}

function pnpmStep(component: Component, files: FileTree): WorkflowStep {
  const root = component.workspace?.root ?? component.path;
  const manifest = root === '.' ? 'package.json' : `${root}/package.json`;
  // The action refuses a version that stands beside `packageManager`.
  const pinned = /"packageManager"\s{0,9}:\s{0,9}"pnpm@/.test(files.read(manifest) ?? '');
  const inputs = pinned
    ? { package_json_file: literal(manifest) }
    : { version: component.packageManagerVersion ?? defaultPnpmVersion };
  return actionStep('Set up pnpm', 'pnpm/action-setup', inputs);
}

function pythonSteps(component: Component): WorkflowStep[] {
  const manager = component.packageManager ?? 'pip';
  if (manager === 'uv') return uvSteps(component);
  const installer = installers[manager];
  const version = component.packageManagerVersion;
  const exact = version !== undefined && /^\d+\.\d+\.\d+$/.test(version) ? version : installer;
  const install = commandStep(`Install ${manager}`, `pipx install ${manager}==${exact}`);
  const cache = ['pip', 'poetry', 'pipenv'].includes(manager) ? cacheInputs(manager, component) : {};
  const python = actionStep('Set up Python', 'actions/setup-python', {
    ...versionInput('python-version', component),
    ...cache,
  });
  return installer === undefined ? [python] : [install, python];
}

function uvSteps(component: Component): WorkflowStep[] {
  const lockfile = component.lockfile?.path;
  const cache =
    lockfile === undefined
      ? { 'enable-cache': false }
      : { 'enable-cache': true, 'cache-dependency-glob': literal(lockfile) };
  return [actionStep('Set up uv', 'astral-sh/setup-uv', { ...versionInput('python-version', component), ...cache })];
}

function goSteps(component: Component): WorkflowStep[] {
  const lockfile = component.lockfile?.path;
  const cache = lockfile === undefined ? { cache: false } : { 'cache-dependency-path': literal(lockfile) };
  return [actionStep('Set up Go', 'actions/setup-go', { ...versionInput('go-version', component), ...cache })];
}

function bunSteps(component: Component): WorkflowStep[] {
  const isBunRuntime = component.runtime?.runtime === 'bun';
  const bun = actionStep(
    'Set up Bun',
    'oven-sh/setup-bun',
    isBunRuntime ? versionInput('bun-version', component) : { 'bun-version': component.packageManagerVersion ?? '1.4' },
  );
  return [bun];
}
