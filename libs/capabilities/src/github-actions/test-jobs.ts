import type { Component } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { installCommand } from './install-command.js';
import { setupRuntime, setupSteps } from './setup-steps.js';
import { testEnvironment, testServices } from './test-services.js';
import {
  checkoutStep,
  commandStep,
  jobId,
  literal,
  runner,
  type WorkflowJob,
  type WorkflowStep,
} from './workflow-step.js';

/** Components whose own commands one job runs: a workspace is installed once for all of its members. */
export interface TestGroup {
  id: string;
  title: string;
  components: readonly Component[];
}

/** What the pipeline runs of the repository's own commands, and why it runs nothing for some components. */
export interface TestPlan {
  groups: readonly TestGroup[];
  /** One line per component without a job or without tests. */
  gaps: readonly string[];
}

/** Groups the components whose commands a pipeline can run; a fact that is missing is named, never made up. */
export function planTests(input: CapabilityInput): TestPlan {
  const wanted = input.intent.components;
  const all = input.analysis.components.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const owners = all.filter((component) => component.traits?.['processOf'] === undefined);
  const runnable = owners.filter((component) => hasCommands(component) && setupRuntime(component) !== undefined);
  const groups = new Map<string, Component[]>();
  for (const component of runnable) {
    const key = `${setupRuntime(component) ?? ''} ${component.workspace?.root ?? component.path}`;
    groups.set(key, [...(groups.get(key) ?? []), component]);
  }
  return { groups: [...groups.values()].map(testGroup), gaps: owners.flatMap(gapsOf) };
}

/** The job that lints, builds and tests the components of a group, with the backing services they need. */
export function testJob(group: TestGroup, input: CapabilityInput): [string, WorkflowJob] {
  const [first] = group.components;
  const deployed = input.model.components.filter(({ component }) =>
    group.components.some(({ id }) => id === component.id),
  );
  const needed = new Set(deployed.flatMap(({ needs }) => needs));
  const services = input.model.services.filter(({ name }) => needed.has(name));
  const environment = testEnvironment(deployed, services);
  const job: WorkflowJob = {
    name: literal(group.title),
    'runs-on': runner,
    'timeout-minutes': 20,
    permissions: { contents: 'read' },
    ...(services.length > 0 ? { services: testServices(services) } : {}),
    ...(Object.keys(environment).length > 0 ? { env: environment } : {}),
    steps: [
      checkoutStep(),
      ...systemPackageSteps(group.components),
      ...(first === undefined ? [] : setupSteps(first, input.files)),
      ...installSteps(group.components, input),
      ...group.components.flatMap((component) =>
        componentSteps(component, group.components.length > 1, services.length > 0),
      ),
    ],
  };
  return [group.id, job];
}

function hasCommands(component: Component): boolean {
  return component.lint !== undefined || component.build !== undefined || component.test !== undefined;
}

function testGroup(components: readonly Component[]): TestGroup {
  const ordered = dependenciesFirst(components);
  const [first] = ordered;
  const root = first?.workspace?.root;
  const isWorkspace = root !== undefined && ordered.length > 1;
  const name = isWorkspace ? (root === '.' ? 'workspace' : `workspace-${root}`) : (first?.id ?? 'repository');
  return {
    id: jobId('test', name),
    title: `Test ${isWorkspace && root !== '.' ? `workspace ${root}` : name}`,
    components: ordered,
  };
}

/** Internal packages are built before what imports them. */
function dependenciesFirst(components: readonly Component[]): Component[] {
  const byPath = new Map(components.map((component) => [component.path, component]));
  const ordered = new Set<Component>();
  for (const component of components) {
    for (const path of component.workspace?.internalDependencies ?? []) {
      const dependency = byPath.get(path);
      if (dependency !== undefined) ordered.add(dependency);
    }
    ordered.add(component);
  }
  return [...ordered];
}

function gapsOf(component: Component): string[] {
  if (component.kind === 'library' && !hasCommands(component)) return [];
  const name = `\`${component.id}\``;
  if (component.kind === 'static' && !hasCommands(component))
    return [`${name} is served as it is: it has nothing to test.`];
  if (setupRuntime(component) === undefined) {
    return [`${name} (${component.language}): no pinned action installs its runtime, so its own tests are not run.`];
  }
  return component.test === undefined ? [`${name} states no test command: the pipeline has no test step for it.`] : [];
}

function systemPackageSteps(components: readonly Component[]): WorkflowStep[] {
  const names = components.flatMap(({ systemPackages }) => [
    ...(systemPackages?.build ?? []),
    ...(systemPackages?.runtime ?? []),
  ]);
  const packages = [...new Set(names)].filter((name) => /^[a-z0-9][a-z0-9.+-]*$/.test(name)).sort();
  if (packages.length === 0) return [];
  const install = `sudo apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  return [commandStep('Install system packages', `sudo apt-get update\n${install}`)];
}

function installSteps(components: readonly Component[], input: CapabilityInput): WorkflowStep[] {
  const [first] = components;
  const command = first === undefined ? undefined : installCommand(first, input.files);
  if (first === undefined || command === undefined) return [];
  const root = first.workspace?.root ?? first.path;
  const steps = [commandStep('Install dependencies', command, root)];
  const programs = programFolder(first);
  // Commands of the analysis name programs as they stand on the image's PATH.
  return programs === undefined
    ? steps
    : [...steps, commandStep('Put its programs on the PATH', `echo "${programs}" >> "$GITHUB_PATH"`, root)];
}

function programFolder(component: Component): string | undefined {
  if (setupRuntime(component) === 'node') return '$PWD/node_modules/.bin';
  const folders: Readonly<Record<string, string>> = {
    uv: '$PWD/.venv/bin',
    pdm: '$PWD/.venv/bin',
    poetry: '$(poetry env info --path)/bin',
    pipenv: '$(pipenv --venv)/bin',
  };
  return folders[component.packageManager ?? ''];
}

function componentSteps(component: Component, isOneOfMany: boolean, hasServices: boolean): WorkflowStep[] {
  const of = isOneOfMany ? ` ${component.id}` : '';
  const { path, lint, build, test, migrations } = component;
  return [
    ...(lint === undefined ? [] : [commandStep(`Lint${of}`, lint, path)]),
    ...(build === undefined ? [] : [commandStep(`Build${of}`, build, path)]),
    ...(migrations === undefined || !hasServices
      ? []
      : [commandStep(`Migrate the database${of}`, migrations.command, path)]),
    ...(test === undefined ? [] : [commandStep(`Test${of}`, test, path)]),
  ];
}
