import type { Component, FileTree, Intent, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { buildDeliveryModel } from './build-delivery-model.js';

const seen = (file: string, line = 1) => [{ file, line, reason: 'example' }];

/** Files in memory, for specs. */
export function exampleTree(contents: Readonly<Record<string, string>>): FileTree {
  return {
    paths: Object.keys(contents).sort(),
    skipped: [],
    has: (path) => Object.hasOwn(contents, path),
    read: (path) => (Object.hasOwn(contents, path) ? contents[path] : undefined),
    isExecutable: () => false,
  };
}

/** A request for everything, or for some capabilities. */
export function exampleIntent(changes: Partial<Intent> = {}): Intent {
  return {
    schemaVersion: 1,
    request: 'Dockerize this',
    infrastructure: true,
    capabilities: [{ id: 'container-image', phrase: 'Dockerize' }],
    exclusions: [],
    components: [],
    unsupported: [],
    notUnderstood: [],
    assumptions: [],
    ...changes,
  };
}

/** A component with what is not given filled in. */
export function exampleComponent(changes: Partial<Component> & Pick<Component, 'id'>): Component {
  return {
    name: changes.id,
    path: '.',
    kind: 'web',
    language: 'typescript',
    environment: [],
    services: [],
    evidence: seen('package.json'),
    ...changes,
  };
}

/** An API with PostgreSQL and Redis, its worker, and a single-page app. */
export function exampleAnalysis(): RepositoryAnalysis {
  return {
    schemaVersion: 1,
    components: [exampleApi(), exampleSite(), exampleWorker()],
    services: [
      { kind: 'postgres', usedBy: ['api'], evidence: seen('api/package.json') },
      { kind: 'redis', usedBy: ['api', 'worker'], evidence: seen('api/package.json') },
    ],
    delivery: [],
    notes: [],
  };
}

function exampleApi(): Component {
  return exampleComponent({
    id: 'api',
    path: 'api',
    framework: 'express',
    packageManager: 'npm',
    runtime: { runtime: 'node', resolved: '24', status: 'supported', conflicts: [], evidence: [] },
    lockfile: { path: 'api/package-lock.json', inSync: true, evidence: seen('api/package-lock.json') },
    install: 'npm ci',
    build: 'npm run build',
    start: 'node dist/server.js',
    test: 'npm test',
    port: 3000,
    portVariable: 'PORT',
    healthPath: '/health',
    metricsPath: '/metrics',
    outputDirectory: 'dist',
    environment: [
      { name: 'DATABASE_URL', secret: true, required: true, evidence: seen('api/src/server.ts', 12) },
      { name: 'JWT_SECRET', secret: true, required: true, evidence: seen('api/src/server.ts', 13) },
      { name: 'LOG_LEVEL', secret: false, default: 'info', evidence: seen('api/src/server.ts', 14) },
      { name: 'PORT', secret: false, default: '3000', evidence: seen('api/src/server.ts', 15) },
      { name: 'REDIS_URL', secret: false, evidence: seen('api/src/server.ts', 16) },
    ],
    services: ['postgres', 'redis'],
    migrations: { tool: 'prisma', command: 'npx prisma migrate deploy', evidence: seen('api/prisma/schema.prisma') },
    evidence: seen('api/package.json'),
  });
}

function exampleWorker(): Component {
  return exampleComponent({
    id: 'worker',
    path: 'worker',
    kind: 'worker',
    language: 'python',
    packageManager: 'pip',
    runtime: { runtime: 'python', resolved: '3.13', status: 'supported', conflicts: [], evidence: [] },
    install: 'pip install -r requirements.txt',
    start: 'celery -A tasks worker',
    environment: [{ name: 'CELERY_BROKER_URL', secret: false, evidence: seen('worker/tasks.py', 3) }],
    services: ['redis'],
    evidence: seen('worker/requirements.txt'),
  });
}

function exampleSite(): Component {
  return exampleComponent({
    id: 'site',
    path: 'site',
    kind: 'static',
    framework: 'vite',
    packageManager: 'npm',
    runtime: { runtime: 'node', resolved: '24', status: 'supported', conflicts: [], evidence: [] },
    lockfile: { path: 'site/package-lock.json', inSync: true, evidence: seen('site/package-lock.json') },
    install: 'npm ci',
    build: 'npm run build',
    outputDirectory: 'dist',
    evidence: seen('site/package.json'),
  });
}

/** What a capability plans from, for specs; the analysis and files of the example unless others are given. */
export function exampleInput(
  changes: { analysis?: RepositoryAnalysis; intent?: Partial<Intent>; files?: Readonly<Record<string, string>> } = {},
): CapabilityInput {
  const analysis = changes.analysis ?? exampleAnalysis();
  const intent = exampleIntent(changes.intent);
  const files = exampleTree(changes.files ?? {});
  return { analysis, intent, files, model: buildDeliveryModel({ analysis, intent, repositoryName: 'shop', files }) };
}
