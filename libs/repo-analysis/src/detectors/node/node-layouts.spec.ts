import type { Component } from '@devops-orchestrator/contracts';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository } from '../../analyze-repository.js';

type Files = Record<string, string>;
const manifest = (fields: Record<string, unknown>) => JSON.stringify({ name: 'shop', ...fields }, undefined, 2);
const analyze = (files: Files) => analyzeRepository(inMemoryTree(files));
const components = (files: Files): Component[] => analyze(files).components;
const express = { dependencies: { express: '^5.0.0' } };
const vite = { devDependencies: { vite: '7' } };
const page = { 'index.html': '<html></html>', 'src/main.js': '1;\n' };
const app = (rest: string) => `const app = require('express')();\n${rest}\n`;

describe('address of a Node server', () => {
  it.each<[string, Files, Partial<Component>]>([
    [
      'a destructured variable with its fallback',
      { 'app.js': app('const { PORT = 4000, LEVEL } = process.env;\napp.listen(PORT);') },
      { port: 4000, portVariable: 'PORT' },
    ],
    [
      'a renamed destructured variable',
      { 'app.js': app('const { API_PORT: port = 4100 } = process.env;\napp.listen(port);') },
      { port: 4100, portVariable: 'API_PORT' },
    ],
    [
      'a JSON configuration',
      {
        'app.js': app("app.listen(require('config').get('server.port'));"),
        'config/default.json': '{ "server": { "port": 8123 } }',
      },
      { port: 8123 },
    ],
    [
      'the schema of an internal package',
      {
        'package.json': manifest({ workspaces: ['packages/*', 'apps/*'] }),
        'packages/env/package.json': manifest({ name: 'env' }),
        'packages/env/index.ts':
          'export const env = z.object({ PORT: z.coerce.number().default(8787) }).parse(process.env);',
        'apps/api/package.json': manifest({
          name: 'api',
          dependencies: { express: '5', env: '*' },
          scripts: { start: 'node app.js' },
        }),
        'apps/api/app.js': app('app.listen(env.PORT);'),
      },
      { port: 8787, portVariable: 'PORT' },
    ],
    [
      'Apollo’s standalone server',
      {
        'package.json': manifest({ dependencies: { '@apollo/server': '5' }, scripts: { start: 'node app.js' } }),
        'app.js': 'startStandaloneServer(server, { listen: { port: 4200 } });',
      },
      { kind: 'web', framework: 'apollo', port: 4200 },
    ],
    [
      'Apollo’s usual port',
      {
        'package.json': manifest({ dependencies: { '@apollo/server': '5' }, scripts: { start: 'node app.js' } }),
        'app.js': 'startStandaloneServer(server);',
      },
      { kind: 'web', port: 4000 },
    ],
    [
      'the command line of Fastify',
      {
        'package.json': manifest({
          dependencies: { fastify: '5' },
          scripts: { start: 'fastify start -l info app.js' },
        }),
        'app.js': 'module.exports = async () => {};',
      },
      { kind: 'web', port: 3000, portVariable: 'FASTIFY_PORT', bindAddress: '127.0.0.1' },
    ],
  ])('is read from %s', (_, files, expected) => {
    const start = manifest({ ...express, scripts: { start: 'node app.js' } });
    expect(components({ 'package.json': start, ...files }).find(({ kind }) => kind === 'web')).toMatchObject(expected);
  });

  it('can be told to the command line of Fastify and to Astro’s server', () => {
    const fastify = manifest({ dependencies: { fastify: '5' }, scripts: { start: 'fastify start app.js' } });
    const astro = manifest({ dependencies: { astro: '5', '@astrojs/node': '9' }, scripts: { build: 'astro build' } });
    const names = (text: string) => components({ 'package.json': text })[0]?.environment.map(({ name }) => name);
    expect(names(fastify)).toEqual(['FASTIFY_ADDRESS']);
    expect(names(astro)).toEqual(['HOST']);
  });
});

describe('what people install', () => {
  it.each<[string, Files]>([
    [
      'a desktop application',
      { 'package.json': manifest({ devDependencies: { electron: '33' }, scripts: { start: 'electron .' } }) },
    ],
    [
      'a mobile application',
      { 'package.json': manifest({ dependencies: { 'react-native': '1' }, scripts: { start: 'react-native start' } }) },
    ],
    [
      'a browser extension',
      {
        'package.json': manifest({ ...vite, scripts: { build: 'vite build' } }),
        'manifest.json': '{ "manifest_version": 3 }',
        ...page,
      },
    ],
    [
      'an extension of an editor',
      { 'package.json': manifest({ engines: { vscode: '^1.90.0' }, main: 'a.js' }), 'a.js': '1' },
    ],
  ])('is not deployed: %s', (_, files) => {
    const analysis = analyze(files);
    expect(analysis.components.map(({ kind }) => kind)).toEqual(['library']);
    expect(analysis.notes.map(({ code }) => code)).toContain('not-deployable');
  });
});

describe('code of a cloud platform', () => {
  it.each([
    ['firebase-functions', 'firebase functions:shell'],
    ['serverless', 'sls offline'],
    ['wrangler', 'wrangler dev'],
  ])('is not deployed: %s', (name, start) => {
    const files = { 'package.json': manifest({ dependencies: { [name]: '1' }, scripts: { start } }), 'index.js': '1' };
    const analysis = analyze(files);
    expect(analysis.components.map(({ kind }) => kind)).toEqual(['library']);
    expect(analysis.notes.map(({ code }) => code)).toContain('not-deployable');
  });
});

describe('kinds by what the code does', () => {
  const nest = { dependencies: { '@nestjs/core': '10', '@nestjs/microservices': '10' } };
  it.each<[string, Record<string, unknown>, string, Partial<Component>]>([
    [
      'a Nest microservice of messages',
      nest,
      'NestFactory.createMicroservice(M, { transport: 5 });',
      { kind: 'worker' },
    ],
    [
      'a Nest server that also takes messages',
      nest,
      'const app = await NestFactory.create(M);\napp.connectMicroservice(o);\napp.listen(3000);',
      { kind: 'web', port: 3000 },
    ],
    [
      'a Nest server on Fastify',
      { dependencies: { '@nestjs/core': '10' } },
      'const app = await NestFactory.create(M, new FastifyAdapter());\napp.listen(3000);',
      { kind: 'web', bindAddress: '127.0.0.1' },
    ],
    [
      'a Slack application over a socket',
      { dependencies: { '@slack/bolt': '4' } },
      'const app = new App({ socketMode: true });\napp.start();',
      { kind: 'worker' },
    ],
    [
      'a server of web sockets',
      { dependencies: { ws: '8' } },
      'const server = new WebSocketServer({ port: 8080 });',
      { kind: 'web', port: 8080 },
    ],
  ])('tell %s', (_, fields, code, expected) => {
    const found = components({
      'package.json': manifest({ scripts: { start: 'node app.js' }, ...fields }),
      'app.js': code,
    });
    expect(found[0]).toMatchObject(expected);
  });
});

describe('start commands of further layouts', () => {
  it.each<[string, Files, string]>([
    [
      'a compiled file named as if it stood beside its source',
      {
        'package.json': manifest({
          ...express,
          devDependencies: { typescript: '5' },
          scripts: { start: 'node bin/server.js', build: 'node ace build' },
        }),
        'bin/server.ts': app('app.listen(3333);'),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "build", "rootDir": "." } }',
      },
      'node build/bin/server.js',
    ],
    [
      'a TypeScript file that Bun runs',
      {
        'package.json': manifest({ scripts: { dev: 'bun run --watch src/index.ts' } }),
        'bun.lockb': '',
        'src/index.ts': 'Bun.serve({ port: 3000 });',
      },
      'bun run src/index.ts',
    ],
    [
      'a variable set as on Windows',
      {
        'package.json': manifest({ ...express, scripts: { start: 'set NODE_ENV=production&& node app.js' } }),
        'app.js': app('app.listen(1);'),
      },
      'node app.js',
    ],
  ])('come from %s', (_, files, expected) => {
    expect(components(files)[0]?.start).toBe(expected);
  });

  it('take the folder of a SQLite file that a query builder names', () => {
    const code = app("new Sequelize({ dialect: 'sqlite', storage: './data/db.sqlite' });\napp.listen(3000);");
    const files = { 'package.json': manifest({ ...express, scripts: { start: 'node app.js' } }), 'app.js': code };
    expect(components(files)[0]?.dataDirectories).toEqual(['data']);
  });
});

describe('a server and its site', () => {
  const server = app("app.get('/api/ping', answer);\napp.listen(process.env.PORT || 3001);");
  const scripts = { start: 'concurrently "npm run api" "npm:ui"', api: 'node api.js', ui: 'vite', build: 'vite build' };

  it('are two components where one package starts both side by side', () => {
    const found = components({ 'package.json': manifest({ ...express, ...vite, scripts }), 'api.js': server, ...page });
    expect(found).toMatchObject([
      { id: 'shop', kind: 'web', start: 'node api.js', port: 3001 },
      { id: 'shop-site', kind: 'static', framework: 'vite', outputDirectory: 'dist', environment: [] },
    ]);
  });

  it('are one component where the server serves what the package builds', () => {
    const serving = `${server}app.use(require('express').static('dist'));\n`;
    const found = components({
      'package.json': manifest({ ...express, ...vite, scripts }),
      'api.js': serving,
      ...page,
    });
    expect(found.map(({ kind }) => kind)).toEqual(['web']);
  });

  it.each([
    ['npm install --prefix client && npm run build --prefix client', ['web']],
    ['cd client && npm run build', ['web']],
    ['tsc', ['web', 'static']],
  ])('in a folder below it are one where its build is `%s`', (build, expected) => {
    const found = analyze({
      'package.json': manifest({ ...express, scripts: { start: 'node app.js', build } }),
      'app.js': app("app.use(express.static(path.join(__dirname, 'client', 'dist')));\napp.listen(3000);"),
      'client/package.json': manifest({ name: 'client', ...vite, scripts: { build: 'vite build' } }),
      'client/index.html': '<html></html>',
    });
    expect(found.components.map(({ kind }) => kind)).toEqual(expected);
    expect(found.notes.some(({ code }) => code === 'site-of-server')).toBe(expected.length === 1);
  });
});

describe('a Nest monorepo', () => {
  const project = (name: string) => ({ type: 'application', root: `apps/${name}`, entryFile: 'main' });
  const files = {
    'package.json': manifest({
      dependencies: { '@nestjs/core': '10' },
      scripts: { build: 'nest build', 'start:prod': 'node dist/apps/gateway/main' },
    }),
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      projects: {
        billing: project('billing'),
        gateway: project('gateway'),
        common: { type: 'library', root: 'libs/common' },
      },
    }),
    'apps/gateway/src/main.ts': 'app.listen(process.env.PORT ?? 3000);',
    'apps/billing/src/main.ts': 'app.listen(process.env.BILLING_PORT ?? 3001);',
  };

  it('has one process for each application', () => {
    expect(components(files)).toMatchObject([
      { id: 'shop', kind: 'web', start: 'node dist/apps/gateway/main', port: 3000, portVariable: 'PORT' },
      {
        id: 'shop-billing',
        kind: 'web',
        start: 'node dist/apps/billing/main',
        port: 3001,
        traits: { processOf: 'shop' },
      },
    ]);
  });

  it('builds every application', () => {
    expect(components(files)[0]?.build).toBe('npx nest build gateway && npx nest build billing');
  });
});

describe('an Nx workspace', () => {
  const application = '{ "projectType": "application", "targets": { "build": {} } }';
  const files = { 'package.json': manifest({ devDependencies: { nx: '20' } }), 'nx.json': '{}' };

  it('says which applications are not described', () => {
    const { notes } = analyze({ ...files, 'apps/api/project.json': application });
    expect(notes.find(({ code }) => code === 'unsupported-stack')?.message).toContain('apps/api');
  });

  it('says nothing of applications that have a manifest', () => {
    const { notes } = analyze({
      ...files,
      'apps/api/project.json': application,
      'apps/api/package.json': manifest({}),
    });
    expect(notes.map(({ code }) => code)).not.toContain('unsupported-stack');
  });
});

describe('what is served', () => {
  const site = (fields: Record<string, unknown>, more: Files) =>
    components({ 'package.json': manifest({ scripts: { build: 'build' }, ...fields }), ...page, ...more })[0];

  it.each<[string, Record<string, unknown>, Files, string | undefined]>([
    ['Vite', vite, { 'vite.config.js': "export default { base: '/my-app/' };" }, '/my-app'],
    ['Vite on its command line', { ...vite, scripts: { build: 'vite build --base=/a/b/' } }, {}, '/a/b'],
    ['Vite at the root', vite, { 'vite.config.js': "export default { base: '/' };" }, undefined],
    ['Vite beside the page', vite, { 'vite.config.js': "export default { base: './' };" }, undefined],
    ['Create React App', { dependencies: { 'react-scripts': '5' }, homepage: 'https://a.test/shop' }, {}, '/shop'],
    [
      'Vue CLI',
      { devDependencies: { '@vue/cli-service': '5' } },
      { 'vue.config.js': "module.exports = { publicPath: '/v' };" },
      '/v',
    ],
    ['no path that leaves the folder', vite, { 'vite.config.js': "export default { base: '/../x' };" }, undefined],
  ])('lies below a base path: %s', (_, fields, more, expected) => {
    expect(site(fields, more)?.traits?.['basePath']).toBe(expected);
  });

  it.each<[string, Record<string, unknown>, Files, string]>([
    [
      'Vue CLI',
      { devDependencies: { '@vue/cli-service': '5' } },
      { 'vue.config.js': "module.exports = { outputDir: 'web' };" },
      'web',
    ],
    [
      'Vite with a root',
      vite,
      { 'vite.config.js': "export default { root: 'app', build: { outDir: '../out' } };" },
      'out',
    ],
    ['Vite on its command line', { ...vite, scripts: { build: 'vite build --outDir web' } }, {}, 'web'],
    [
      'Eleventy',
      { devDependencies: { '@11ty/eleventy': '3' }, scripts: { build: 'eleventy --output=public' } },
      {},
      'public',
    ],
  ])('is in the folder that is configured: %s', (_, fields, more, expected) => {
    expect(site(fields, more)?.outputDirectory).toBe(expected);
  });
});

describe('further facts of Node packages', () => {
  const server = (fields: Record<string, unknown>, code: string, more: Files = {}) =>
    components({
      'package.json': manifest({ scripts: { start: 'node app.js' }, ...fields }),
      'app.js': code,
      ...more,
    })[0];

  it('take the health route of a Fastify folder that is loaded by itself', () => {
    const fields = { dependencies: { fastify: '5', '@fastify/autoload': '6' } };
    const route = { 'routes/health/index.js': "module.exports = async (f) => { f.get('/', async () => 1); };" };
    expect(server(fields, 'fastify.listen({ port: 3000 });', route)?.healthPath).toBe('/health');
  });

  it('take the folder of a SQLite file whose path is joined', () => {
    const code = app("new Database(process.env.DB || path.join(__dirname, 'data', 'app.db'));\napp.listen(3000);");
    expect(server(express, code)?.dataDirectories).toEqual(['data']);
  });

  it('take no built folder from a file that is started as it is', () => {
    const scripts = { start: 'node server/index.js', build: 'node pack.js' };
    const found = components({
      'package.json': manifest({ ...express, scripts }),
      'server/index.js': app('app.listen(1);'),
    });
    expect(found[0]?.outputDirectory).toBeUndefined();
  });

  it('leave out a lint script that would ask a person', () => {
    const scripts = { start: 'node app.js', lint: 'next lint' };
    expect(server({ ...express, scripts }, app('app.listen(1);'))?.lint).toBeUndefined();
    const lints = server({ ...express, scripts, devDependencies: { eslint: '9' } }, app('app.listen(1);'));
    expect(lints?.lint).toBe('npm run lint');
  });

  it('take `apps/docs` of a workspace for an application', () => {
    const astro = manifest({ name: 'docs', dependencies: { astro: '5' }, scripts: { build: 'astro build' } });
    const root = { 'package.json': manifest({ workspaces: ['apps/*', 'docs'] }) };
    expect(components({ ...root, 'apps/docs/package.json': astro }).map(({ path }) => path)).toEqual(['apps/docs']);
    expect(
      components({ ...root, 'docs/package.json': astro, 'apps/a/package.json': astro }).map(({ path }) => path),
    ).toEqual(['apps/a']);
  });

  it.each<[string, Record<string, unknown>, string, string, unknown[]]>([
    [
      'SvelteKit’s static variables',
      { devDependencies: { '@sveltejs/kit': '2' } },
      'src/routes/+page.server.ts',
      "import { PUBLIC_URL } from '$env/static/public';\nimport { API_KEY } from '$env/static/private';",
      [
        { name: 'API_KEY', secret: true, required: true },
        { name: 'PUBLIC_URL', buildTime: true, required: true },
      ],
    ],
    [
      'SvelteKit’s dynamic variables',
      { devDependencies: { '@sveltejs/kit': '2' } },
      'src/hooks.server.ts',
      "import { env } from '$env/dynamic/private';\nx(env.LEVEL);",
      [{ name: 'LEVEL' }],
    ],
    [
      'Nuxt’s runtime configuration',
      { dependencies: { nuxt: '3' } },
      'nuxt.config.ts',
      "export default defineNuxtConfig({ runtimeConfig: { apiSecret: '', public: { apiBase: '/api' } } });",
      [
        { name: 'NUXT_API_SECRET', secret: true },
        { name: 'NUXT_PUBLIC_API_BASE', default: '/api' },
      ],
    ],
  ])('read %s', (_, fields, path, code, expected) => {
    const found = components({ 'package.json': manifest({ scripts: { build: 'build' }, ...fields }), [path]: code });
    expect(found[0]?.environment).toMatchObject(expected);
    expect(found[0]?.environment).toHaveLength(expected.length);
  });
});
