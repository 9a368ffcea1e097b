import type { Component, FileTree } from '@devops-orchestrator/contracts';

/** What installs a component's dependencies, those of its tests among them; undefined when there is nothing to install. */
export function installCommand(component: Component, files: FileTree): string | undefined {
  const manager = component.packageManager ?? '';
  const development = component.traits?.['installDevelopment'];
  if (development !== undefined) return development;
  if (manager === 'pip') return pipInstall(component, files);
  const stated = component.install;
  if (stated !== undefined && !productionOnly.test(stated)) return stated;
  const locked = component.lockfile?.inSync === true;
  if (manager === 'yarn' && locked && isYarnBerry(component)) return 'yarn install --immutable';
  const commands = byManager[manager];
  return commands === undefined ? undefined : locked ? commands.locked : commands.free;
}

/** Whether the component uses Yarn 2 or newer, which comes with Corepack. */
export function isYarnBerry(component: Component): boolean {
  return component.packageManager === 'yarn' && Number.parseInt(component.packageManagerVersion ?? '1', 10) >= 2;
}

// An image leaves out what tests need; a pipeline must not.
const productionOnly =
  /--omit[= ]dev|--production|--prod\b|--no-dev\b|--only[= ]main|--without[= ]dev|--no-default-groups/;

const byManager: Readonly<Record<string, { locked: string; free: string }>> = {
  npm: { locked: 'npm ci', free: 'npm install' },
  yarn: { locked: 'yarn install --frozen-lockfile', free: 'yarn install' },
  pnpm: { locked: 'pnpm install --frozen-lockfile', free: 'pnpm install' },
  bun: { locked: 'bun install --frozen-lockfile', free: 'bun install' },
  uv: { locked: 'uv sync --locked', free: 'uv sync' },
  poetry: { locked: 'poetry install', free: 'poetry install' },
  pipenv: { locked: 'pipenv sync --dev', free: 'pipenv install --dev' },
  pdm: { locked: 'pdm sync', free: 'pdm install' },
  go: { locked: 'go mod download', free: 'go mod download' },
};

const requirementFiles = ['requirements.txt', 'requirements/base.txt'];
const testRequirementFiles = [
  'requirements-dev.txt',
  'requirements-test.txt',
  'dev-requirements.txt',
  'test-requirements.txt',
  'requirements/dev.txt',
  'requirements/test.txt',
];

function pipInstall(component: Component, files: FileTree): string | undefined {
  const inComponent = (name: string) => (component.path === '.' ? name : `${component.path}/${name}`);
  const present = (names: readonly string[]) => names.filter((name) => files.has(inComponent(name)));
  const extras = testExtras(files.read(inComponent('pyproject.toml')) ?? '');
  const ownProject = extras.length > 0 ? [`pip install '.[${extras.join(',')}]'`] : [];
  const stated = component.install ?? present(requirementFiles).map((file) => `pip install -r ${file}`)[0];
  const tests = present(testRequirementFiles).map((file) => `pip install -r ${file}`);
  const lines = [...(stated === undefined ? [] : [stated]), ...tests, ...ownProject];
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** Names of `[project.optional-dependencies]` that hold what tests and linters need. */
function testExtras(pyproject: string): string[] {
  const lines = pyproject.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() === '[project.optional-dependencies]');
  if (start === -1) return [];
  const body = lines.slice(start + 1);
  const end = body.findIndex((line) => line.startsWith('['));
  const keys = (end === -1 ? body : body.slice(0, end)).map((line) => /^(dev|test|tests|lint)\s{0,9}=/.exec(line)?.[1]);
  return keys.filter((key) => key !== undefined);
}
