import type { Component } from '@devops-orchestrator/contracts';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { without } from '../../engine/without.js';
import { analyzeRepository } from '../../analyze-repository.js';

type Files = Record<string, string>;
const manifest = (fields: Record<string, unknown>) => JSON.stringify({ name: 'shop', ...fields }, undefined, 2);
const analyze = (files: Files) => analyzeRepository(inMemoryTree(files));
const first = (files: Files) => analyze(files).components[0] as Component;
const server = (fields: Record<string, unknown>, code = '', more: Files = {}) =>
  first({
    'package.json': manifest({ scripts: { start: 'node app.js' }, ...fields }),
    'app.js': `require('http').createServer(a).listen(3000);\n${code}`,
    ...more,
  });

describe('environment of a Node package', () => {
  const variables = (code: string, more: Files = {}) =>
    server({}, code, more).environment.map((variable) => without(variable, 'evidence'));

  it.each<[string, string, unknown[]]>([
    ['a read', 'x(process.env.HOST);', [{ name: 'HOST', secret: false }]],
    ['a read by key', "x(process.env['HOST']);", [{ name: 'HOST', secret: false }]],
    ['a fallback', "x(process.env.LEVEL ?? 'info');", [{ name: 'LEVEL', secret: false, default: 'info' }]],
    ['a secret without its fallback', "x(process.env.API_KEY || 'canary');", [{ name: 'API_KEY', secret: true }]],
    [
      'a fallback with a password as a secret',
      "x(process.env.QUEUE || 'amqp://a:b@c');",
      [{ name: 'QUEUE', secret: true }],
    ],
    [
      'destructuring',
      "const { A = '1', B: b } = process.env;",
      [
        { name: 'A', secret: false, default: '1' },
        { name: 'B', secret: false },
      ],
    ],
    [
      'a check that throws',
      "if (!process.env.A_URL) throw new Error('no');",
      [{ name: 'A_URL', secret: false, required: true }],
    ],
    [
      'a checked constant',
      "const a = process.env.A_URL;\nif (!a) {\n  throw new Error('no');\n}",
      [{ name: 'A_URL', secret: false, required: true }],
    ],
    ['a helper that requires', "requireEnv('A_URL');", [{ name: 'A_URL', secret: false, required: true }]],
    [
      'a zod schema',
      'z.object({\n  A_URL: z.string().url(),\n  B_URL: z.string().optional(),\n  LIMIT: z.coerce.number().default(5),\n}).parse(process.env);',
      [
        { name: 'A_URL', secret: false, required: true },
        { name: 'B_URL', secret: false },
        { name: 'LIMIT', secret: false, default: '5' },
      ],
    ],
    ['nothing of a comment', '// process.env.HOST', []],
    ['nothing that the shell sets', 'x(process.env.HOME, process.env.npm_package_name);', []],
  ])('finds %s', (_, code, expected) => {
    expect(variables(code)).toEqual(expected);
  });

  it('adds what the example file says and never opens .env', () => {
    const files = { '.env.example': 'LEVEL=debug # how much\nTOKEN=canary\n', '.env': 'HIDDEN=canary\n' };
    expect(variables('', files)).toEqual([
      { name: 'LEVEL', secret: false, default: 'debug' },
      { name: 'TOKEN', secret: true },
    ]);
  });

  it('marks what a site publishes', () => {
    const site = first({
      'package.json': manifest({ devDependencies: { vite: '7' }, scripts: { build: 'vite build' } }),
      'index.html': '<html></html>',
      'src/a.ts': 'fetch(import.meta.env.VITE_API);\nif (import.meta.env.DEV) log();',
    });
    expect(site.environment).toMatchObject([{ name: 'VITE_API', buildTime: true, secret: false }]);
  });
});

describe('backing services of a Node package', () => {
  it.each<[string, Record<string, unknown>, string, Files, string[]]>([
    ['drivers', { dependencies: { pg: '8', ioredis: '5', nodemailer: '6' } }, '', {}, ['postgres', 'redis', 'smtp']],
    ['no driver for tests', { dependencies: { pg: '8' }, devDependencies: { sqlite3: '5' } }, '', {}, ['postgres']],
    ['no package that only sounds alike', { dependencies: { 'pg-format': '1', 'redis-info': '1' } }, '', {}, []],
    [
      'the Prisma provider',
      { dependencies: { '@prisma/client': '6' } },
      '',
      {
        'prisma/schema.prisma':
          'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "mysql"\n}\n',
      },
      ['mysql'],
    ],
    [
      'MariaDB behind the driver of MySQL',
      { dependencies: { mysql2: '3' } },
      "new Sequelize({ dialect: 'mariadb' });",
      {},
      ['mariadb'],
    ],
    [
      'connection strings',
      {},
      "connect(process.env.DB || 'mongodb://localhost/a');",
      { '.env.example': 'BROKER=amqp://localhost\n' },
      ['mongodb', 'rabbitmq'],
    ],
  ])('are found by %s', (_, fields, code, files, expected) => {
    expect(server(fields, code, files).services).toEqual(expected);
  });
});

describe('migrations of a Node package', () => {
  it.each<[string, Record<string, unknown>, Files, string | undefined]>([
    [
      'a deploy script before a development one',
      {
        scripts: { start: 'node app.js', migrate: 'prisma migrate dev', 'db:migrate:deploy': 'prisma migrate deploy' },
      },
      {},
      'prisma migrate deploy',
    ],
    ['no development migration', { scripts: { start: 'node app.js', migrate: 'prisma migrate dev' } }, {}, undefined],
    ['a tool that is set up', { dependencies: { knex: '3' } }, { 'knexfile.js': 'x' }, 'knex migrate:latest'],
    [
      'Prisma with migrations',
      { dependencies: { prisma: '6' } },
      { 'prisma/schema.prisma': 'x', 'prisma/migrations/1_a/migration.sql': 'x' },
      'prisma migrate deploy',
    ],
    [
      'a script of the project',
      { scripts: { start: 'node app.js', migrate: 'node scripts/migrate.js' } },
      { 'scripts/migrate.js': 'x' },
      'node scripts/migrate.js',
    ],
  ])('take %s', (_, fields, files, expected) => {
    expect(server(fields, '', files).migrations?.command).toBe(expected);
  });
});

describe('package manager and lock file', () => {
  const npmLock = (ranges: Record<string, string>) =>
    JSON.stringify({ lockfileVersion: 3, packages: { '': { dependencies: ranges } } });
  const wants = { dependencies: { a: '^1.0.0' } };
  it.each<[string, Record<string, unknown>, Files, string, boolean | undefined]>([
    ['npm without a lock file', wants, {}, 'npm install', undefined],
    ['npm in sync', wants, { 'package-lock.json': npmLock({ a: '^1.0.0' }) }, 'npm ci', true],
    [
      'npm with a tag that the lock file leaves open',
      { dependencies: { a: 'latest' } },
      {
        'package-lock.json': JSON.stringify({
          lockfileVersion: 3,
          packages: { '': { dependencies: { a: 'latest' } }, 'node_modules/a': { version: '1.0.0' } },
        }),
      },
      'npm install',
      false,
    ],
    ['npm out of sync', wants, { 'package-lock.json': npmLock({ a: '^0.9.0' }) }, 'npm install', false],
    [
      'yarn 1 in sync',
      wants,
      { 'yarn.lock': '# yarn lockfile v1\n\na@^1.0.0, a@^1.1.0:\n  version "1.2.0"\n' },
      'yarn install --frozen-lockfile',
      true,
    ],
    [
      'yarn 1 out of sync',
      wants,
      { 'yarn.lock': '# yarn lockfile v1\n\na@^0.9.0:\n  version "0.9.0"\n' },
      'yarn install',
      false,
    ],
    [
      'yarn 4',
      wants,
      { 'yarn.lock': '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.2.0\n' },
      'yarn install --immutable',
      true,
    ],
    [
      'pnpm 9',
      wants,
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.2.0\n\npackages:\n",
      },
      'pnpm install --frozen-lockfile',
      true,
    ],
    [
      'pnpm 6 lock of one package',
      wants,
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '6.0'\n\ndependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.2.0\n\npackages:\n",
      },
      'pnpm install --frozen-lockfile',
      true,
    ],
    [
      'pnpm out of sync',
      wants,
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
      'pnpm install --no-frozen-lockfile',
      false,
    ],
    [
      'bun',
      wants,
      { 'bun.lock': '{ "workspaces": { "": { "dependencies": { "a": "^1.0.0", }, }, }, }' },
      'bun install --frozen-lockfile',
      true,
    ],
    [
      'the packageManager field before a stray lock file',
      { ...wants, packageManager: 'pnpm@9.12.0+sha512.abc' },
      { 'package-lock.json': npmLock({ a: '^1.0.0' }) },
      'pnpm install --no-frozen-lockfile',
      undefined,
    ],
  ])('are read for %s', (_, fields, files, install, inSync) => {
    const component = server(fields, '', files);
    expect([component.install, component.lockfile?.inSync]).toEqual([install, inSync]);
  });

  it.each([
    ['lockfile-missing', {}],
    ['lockfile-out-of-sync', { 'package-lock.json': npmLock({}) }],
    ['several-lockfiles', { 'package-lock.json': npmLock({ a: '^1.0.0' }), 'yarn.lock': '# yarn lockfile v1\n' }],
  ])('give the note %s', (code, files) => {
    const { notes } = analyze({ 'package.json': manifest(wants), ...files });
    expect(notes.map((note) => note.code)).toContain(code);
  });
});

describe('several Node packages', () => {
  it('are components of their own without a workspace', () => {
    const { components } = analyze({
      'backend/package.json': manifest({
        name: 'app',
        dependencies: { express: '5' },
        scripts: { start: 'node i.js' },
      }),
      'backend/i.js': 'require("express")().listen(5000);',
      'frontend/package.json': manifest({
        name: 'app',
        devDependencies: { vite: '7' },
        scripts: { build: 'vite build' },
      }),
      'frontend/index.html': '<html></html>',
      'package.json': manifest({
        scripts: { start: 'concurrently "npm:api" "npm:web"' },
        devDependencies: { concurrently: '9' },
      }),
    });
    expect(components.map(({ id, kind }) => [id, kind])).toEqual([
      ['backend', 'web'],
      ['frontend', 'static'],
    ]);
  });

  it('are members of a workspace with their internal packages in order', () => {
    const { components } = analyze({
      'package.json': manifest({ workspaces: { packages: ['packages/**', '!packages/old'] } }),
      'packages/api/package.json': manifest({
        name: '@s/api',
        dependencies: { '@s/db': '*' },
        scripts: { start: 'node a.js' },
      }),
      'packages/api/a.js': 'x.listen(3000);',
      'packages/db/package.json': manifest({ name: '@s/db', dependencies: { '@s/log': '*', pg: '8' }, main: 'i.js' }),
      'packages/log/package.json': manifest({ name: '@s/log', main: 'i.js', dependencies: { '@s/db': '*' } }),
      'packages/old/package.json': manifest({ name: '@s/old' }),
    });
    const api = components.find(({ id }) => id === 'api');
    expect(api?.workspace).toEqual({
      root: '.',
      packageName: '@s/api',
      internalDependencies: ['packages/log', 'packages/db'],
      members: ['packages/api', 'packages/db', 'packages/log'],
    });
    expect(api?.services).toEqual(['postgres']);
  });

  it('make a process of a worker script that shares the image', () => {
    const { components } = analyze({
      'package.json': manifest({
        dependencies: { express: '5' },
        scripts: { start: 'node web.js', worker: 'node worker.js', 'worker:dev': 'nodemon worker.js' },
      }),
      'web.js': 'x.listen(process.env.PORT || 3000);',
      'worker.js': 'setInterval(work, 1000);',
    });
    expect(components.map(({ id, kind, start, port }) => [id, kind, start, port])).toEqual([
      ['shop', 'web', 'node web.js', 3000],
      ['shop-worker', 'worker', 'node worker.js', undefined],
    ]);
    expect(components[1]?.traits?.['processOf']).toBe('shop');
  });
});

describe('a Prisma schema of an internal package', () => {
  it('is named in the migration command', () => {
    const { components } = analyze({
      'package.json': manifest({ workspaces: ['apps/*', 'packages/*'] }),
      'apps/api/package.json': manifest({ name: 'api', dependencies: { db: '*' }, scripts: { start: 'node a.js' } }),
      'apps/api/a.js': 'x.listen(3000);',
      'packages/db/package.json': manifest({ name: 'db', dependencies: { prisma: '6', '@prisma/client': '6' } }),
      'packages/db/prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
      'packages/db/prisma/migrations/1/migration.sql': 'x',
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:15-alpine\n',
    });
    expect(components[0]?.migrations?.command).toBe(
      'prisma migrate deploy --schema ../../packages/db/prisma/schema.prisma',
    );
    expect(components[0]?.services).toEqual(['postgres']);
  });
});

describe('test and lint commands', () => {
  it.each<[string, Record<string, string>, string | undefined, string | undefined]>([
    ['npm init', { test: 'echo "Error: no test specified" && exit 1' }, undefined, undefined],
    ['a watcher', { test: 'jest --watch', 'test:ci': 'jest' }, 'npm run test:ci', undefined],
    ['no watching', { test: 'react-scripts test --watchAll=false', lint: 'eslint .' }, 'npm test', 'npm run lint'],
    ['a linter that rewrites', { lint: 'eslint --fix .' }, undefined, undefined],
    ['browser tests', { test: 'playwright test' }, undefined, undefined],
  ])('are those of %s', (_, scripts, test, lint) => {
    const component = server({ scripts: { start: 'node app.js', ...scripts } });
    expect([component.test, component.lint]).toEqual([test, lint]);
  });
});
