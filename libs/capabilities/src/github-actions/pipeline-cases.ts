import type { Component, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { exampleAnalysis, exampleComponent, exampleInput } from '../delivery-model/example-model.js';

const runtime = (name: string, resolved: string): Component['runtime'] => ({
  runtime: name,
  resolved,
  status: 'supported',
  conflicts: [],
  evidence: [],
});
const lockfile = (path: string) => ({ path, inSync: true, evidence: [{ file: path, line: 1, reason: 'example' }] });

function analysisOf(components: Component[], services: Record<string, string[]> = {}): RepositoryAnalysis {
  return {
    schemaVersion: 1,
    components,
    services: Object.entries(services).map(([kind, usedBy]) => ({
      kind,
      usedBy,
      evidence: [{ file: 'README.md', line: 1, reason: 'example' }],
    })),
    delivery: [],
    notes: [],
  };
}

const node = exampleComponent({
  id: 'web',
  packageManager: 'npm',
  runtime: runtime('node', '22'),
  lockfile: lockfile('package-lock.json'),
  install: 'npm ci --omit=dev',
  lint: 'npm run lint',
  test: 'npm test',
  start: 'node server.js',
  port: 3000,
});
const python = exampleComponent({
  id: 'shop-api',
  path: 'my api',
  language: 'python',
  packageManager: 'uv',
  runtime: runtime('python', '3.13'),
  lockfile: lockfile('my api/uv.lock'),
  install: 'uv sync --frozen --no-dev',
  test: 'uv run pytest',
  port: 8000,
  healthPath: '/health',
  environment: [
    { name: 'DATABASE_URL', secret: true, required: true, evidence: [{ file: 'a.py', line: 1, reason: 'x' }] },
  ],
  services: ['mariadb'],
  migrations: { tool: 'alembic', command: 'alembic upgrade head', evidence: [{ file: 'a.ini', line: 1, reason: 'x' }] },
});
const untested = exampleComponent({
  id: '9lives',
  language: 'go',
  packageManager: 'go',
  runtime: runtime('go', '1.26'),
  lockfile: lockfile('go.sum'),
  install: 'go mod download',
  build: 'go build ./...',
  port: 8080,
});
const goService = { ...untested, test: 'go test ./...' };
const rust = exampleComponent({ id: 'engine', path: 'engine', language: 'rust', packageManager: 'cargo', port: 7000 });
const plain = exampleComponent({ id: 'pages', kind: 'static', language: 'html' });
const hostile = exampleComponent({
  id: 'hostile',
  path: "it's ${{ github.token }}",
  packageManager: 'npm',
  runtime: runtime('node', '24'),
  install: 'npm install',
  test: 'echo "${{ github.event.issue.title }}"',
  port: 3000,
});

function workspaceMember(path: string, changes: Partial<Component>, internalDependencies: string[] = []): Component {
  return exampleComponent({
    id: path.split('/').at(-1) ?? path,
    path,
    packageManager: 'pnpm',
    packageManagerVersion: '9.12.0',
    runtime: runtime('node', '22'),
    lockfile: lockfile('pnpm-lock.yaml'),
    install: 'pnpm install --frozen-lockfile',
    build: `pnpm --filter ./${path} build`,
    test: `pnpm --filter ./${path} test`,
    workspace: {
      root: '.',
      packageName: path,
      internalDependencies,
      members: ['apps/api', 'apps/web', 'packages/shared'],
    },
    ...changes,
  });
}

const workspace = [
  workspaceMember('apps/api', { port: 3000, services: ['postgres', 'rabbitmq'] }, ['packages/shared']),
  workspaceMember('apps/web', { kind: 'static' }, ['packages/shared']),
  workspaceMember('packages/shared', { kind: 'library' }),
];

const poetry = exampleComponent({
  id: 'jobs',
  kind: 'worker',
  language: 'python',
  packageManager: 'poetry',
  runtime: runtime('python', '3.12'),
  lockfile: lockfile('poetry.lock'),
  install: 'poetry install --only main',
  test: 'poetry run pytest',
  systemPackages: { build: ['libpq-dev'], runtime: ['libpq5'] },
  services: ['redis', 'mongodb'],
});

const everything = ['container-image', 'compose', 'ci:github', 'deployment-scripts', 'validation'];
const intent = { capabilities: everything.map((id) => ({ id, phrase: id })) };

/** Repositories of different shapes, as the delivery capabilities see them; for specs. */
export const pipelineCases: Readonly<Record<string, CapabilityInput>> = {
  example: exampleInput({ intent }),
  node: exampleInput({ analysis: analysisOf([node]) }),
  python: exampleInput({ analysis: analysisOf([python], { mariadb: ['shop-api'] }), intent }),
  go: exampleInput({ analysis: analysisOf([goService]) }),
  workspace: exampleInput({ analysis: analysisOf(workspace, { postgres: ['api'], rabbitmq: ['api'] }), intent }),
  poetry: exampleInput({ analysis: analysisOf([poetry], { redis: ['jobs'], mongodb: ['jobs'] }) }),
  plain: exampleInput({ analysis: analysisOf([plain]) }),
  unsupported: exampleInput({ analysis: analysisOf([rust, node]) }),
  hostile: exampleInput({ analysis: analysisOf([hostile]) }),
  'without-tests': exampleInput({ analysis: analysisOf([untested]) }),
  multiple: exampleInput({ analysis: exampleAnalysis(), intent: { ...intent, components: [] } }),
};
