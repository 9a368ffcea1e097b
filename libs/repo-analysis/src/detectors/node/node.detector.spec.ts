import type { Component } from '@devops-orchestrator/contracts';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository } from '../../analyze-repository.js';

type Files = Record<string, string>;
const manifest = (fields: Record<string, unknown>) => JSON.stringify({ name: 'shop', ...fields }, undefined, 2);
const analyze = (files: Files) => analyzeRepository(inMemoryTree(files));
const only = (files: Files): Component => {
  const { components } = analyze(files);
  expect(components).toHaveLength(1);
  return components[0] as Component;
};
const express = { dependencies: { express: '^5.0.0' } };
const listening = "const app = require('express')();\napp.listen(process.env.PORT || 3000);\n";

describe('nodeDetector', () => {
  describe('kind and framework', () => {
    it.each<[string, Files, Partial<Component>]>([
      [
        'an Express server',
        { 'package.json': manifest({ ...express, scripts: { start: 'node server.js' } }), 'server.js': listening },
        { kind: 'web', framework: 'express', language: 'javascript', port: 3000, portVariable: 'PORT' },
      ],
      [
        'a plain HTTP server',
        {
          'package.json': manifest({ scripts: { start: 'node index.js' } }),
          'index.js': "require('http').createServer(answer).listen(8080);\n",
        },
        { kind: 'web', port: 8080 },
      ],
      [
        'a queue consumer',
        {
          'package.json': manifest({ dependencies: { bullmq: '5' }, scripts: { start: 'node worker.js' } }),
          'worker.js': "new Worker('mail', send, { connection });\n",
        },
        { kind: 'worker', services: ['redis'] },
      ],
      [
        'a run-once script',
        { 'package.json': manifest({ scripts: { start: 'node import.js' } }), 'import.js': 'console.log(1);\n' },
        { kind: 'job', start: 'node import.js' },
      ],
      [
        'a command-line tool',
        { 'package.json': manifest({ bin: { shop: 'cli.js' } }), 'cli.js': '1\n' },
        { kind: 'cli' },
      ],
      [
        'a library',
        { 'package.json': manifest({ main: 'index.js' }), 'index.js': 'exports.a = 1;\n' },
        { kind: 'library' },
      ],
      [
        'a Vite library, which has no page',
        {
          'package.json': manifest({
            devDependencies: { vite: '7' },
            scripts: { build: 'vite build' },
            exports: './dist/a.js',
          }),
          'src/a.ts': 'export const a = 1;\n',
        },
        { kind: 'library' },
      ],
      [
        'a Vite site',
        {
          'package.json': manifest({ devDependencies: { vite: '7' }, scripts: { build: 'vite build', dev: 'vite' } }),
          'index.html': '<html></html>',
          'vite.config.ts': "export default { build: { outDir: 'public_html' } };",
        },
        { kind: 'static', framework: 'vite', outputDirectory: 'public_html' },
      ],
      [
        'an Express server that renders with Vite',
        {
          'package.json': manifest({
            dependencies: { express: '5' },
            devDependencies: { vite: '7' },
            scripts: { build: 'vite build', start: 'NODE_ENV=production node server.js' },
          }),
          'index.html': '<html></html>',
          'server.js': listening,
        },
        { kind: 'web', framework: 'express', start: 'node server.js' },
      ],
      [
        'a Next.js export',
        {
          'package.json': manifest({
            dependencies: { next: '15' },
            scripts: { build: 'next build', start: 'next start' },
          }),
          'next.config.js': "module.exports = { output: 'export' };",
        },
        { kind: 'static', framework: 'nextjs', outputDirectory: 'out' },
      ],
      [
        'a Next.js server on another port',
        {
          'package.json': manifest({
            dependencies: { next: '15' },
            scripts: { build: 'next build', start: 'next start -p 4000' },
          }),
        },
        { kind: 'web', framework: 'nextjs', start: 'next start -p 4000', port: 4000 },
      ],
      [
        'a React Router application without server rendering',
        {
          'package.json': manifest({
            dependencies: { '@react-router/node': '7' },
            devDependencies: { '@react-router/dev': '7' },
            scripts: { build: 'react-router build' },
          }),
          'react-router.config.ts': 'export default { ssr: false };',
        },
        { kind: 'static', outputDirectory: 'build/client' },
      ],
      [
        'a Nuxt server',
        {
          'package.json': manifest({ dependencies: { nuxt: '4' }, scripts: { build: 'nuxt build', dev: 'nuxt dev' } }),
        },
        { kind: 'web', framework: 'nuxt', start: 'node .output/server/index.mjs', port: 3000 },
      ],
      [
        'a Create React App site',
        {
          'package.json': manifest({
            dependencies: { 'react-scripts': '5' },
            scripts: { start: 'react-scripts start', build: 'react-scripts build' },
          }),
        },
        { kind: 'static', framework: 'create-react-app', outputDirectory: 'build' },
      ],
      [
        'a site beside a development server of its own',
        {
          'package.json': manifest({
            dependencies: { 'react-scripts': '5' },
            scripts: { start: 'react-scripts start', build: 'react-scripts build' },
          }),
          'src/index.js': 'render();',
          'mock/server.js': 'api.listen(4000);',
        },
        { kind: 'static' },
      ],
      [
        'a Strapi server',
        {
          'package.json': manifest({
            dependencies: { '@strapi/strapi': '5' },
            scripts: { start: 'strapi start', build: 'strapi build' },
          }),
        },
        { kind: 'web', framework: 'strapi', start: 'strapi start', port: 1337 },
      ],
      [
        'an Angular site',
        {
          'package.json': manifest({
            devDependencies: { '@angular/cli': '20' },
            scripts: { start: 'ng serve', build: 'ng build' },
          }),
          'angular.json': JSON.stringify({
            projects: { shop: { architect: { build: { builder: '@angular/build:application', options: {} } } } },
          }),
        },
        { kind: 'static', framework: 'angular', outputDirectory: 'dist/shop/browser' },
      ],
      [
        'an Astro server, which binds to localhost',
        {
          'package.json': manifest({
            dependencies: { astro: '5', '@astrojs/node': '9' },
            scripts: { build: 'astro build' },
          }),
          'astro.config.mjs': "export default { output: 'server' };",
        },
        { kind: 'web', framework: 'astro', port: 4321, bindAddress: '127.0.0.1' },
      ],
    ])('recognises %s', (_, files, expected) => {
      expect(only(files)).toMatchObject(expected);
    });
  });

  describe('start command', () => {
    const typescript = {
      'tsconfig.json': '{ // options\n "compilerOptions": { "outDir": "./build", "rootDir": "src", }, }',
      'src/main.ts': "import express from 'express';\nexpress().listen(3000);\n",
    };
    const typed = { dependencies: { express: '5' }, devDependencies: { typescript: '5', tsx: '4' } };
    it.each<[string, Files, string | undefined]>([
      [
        'start:prod before start',
        {
          'package.json': manifest({ ...express, scripts: { start: 'nest start', 'start:prod': 'node a.js' } }),
          'a.js': listening,
        },
        'node a.js',
      ],
      [
        'the file that nodemon reloads',
        { 'package.json': manifest({ ...express, scripts: { start: 'nodemon app.js' } }), 'app.js': listening },
        'node app.js',
      ],
      [
        'the file of a dev script only',
        { 'package.json': manifest({ ...express, scripts: { dev: 'node --watch lib/x.js' } }), 'lib/x.js': listening },
        'node lib/x.js',
      ],
      [
        'the compiled file of tsx watch',
        {
          ...typescript,
          'package.json': manifest({ ...typed, scripts: { dev: 'tsx watch src/main.ts', build: 'tsc' } }),
        },
        'node build/main.js',
      ],
      [
        'the compiled file of ts-node',
        {
          ...typescript,
          'package.json': manifest({ ...typed, scripts: { start: 'ts-node src/main.ts', build: 'tsc' } }),
        },
        'node build/main.js',
      ],
      [
        'tsx when it is installed in production',
        {
          ...typescript,
          'package.json': manifest({ dependencies: { express: '5', tsx: '4' }, scripts: { start: 'tsx src/main.ts' } }),
        },
        'tsx src/main.ts',
      ],
      [
        'the last command of a chain',
        {
          'package.json': manifest({
            ...express,
            scripts: { start: 'npm run build && node app.js', build: 'babel src' },
          }),
          'app.js': listening,
        },
        'node app.js',
      ],
      [
        'what another script starts',
        {
          'package.json': manifest({
            ...express,
            scripts: { start: 'npm run serve:prod', 'serve:prod': 'node app.js' },
          }),
          'app.js': listening,
        },
        'node app.js',
      ],
      [
        'no environment file',
        {
          'package.json': manifest({ ...express, scripts: { start: 'node --env-file=.env app.js' } }),
          'app.js': listening,
        },
        'node app.js',
      ],
      [
        'other variables through env',
        {
          'package.json': manifest({
            ...express,
            scripts: { start: 'cross-env NODE_ENV=production TZ=UTC node app.js' },
          }),
          'app.js': listening,
        },
        'env TZ=UTC node app.js',
      ],
      [
        'an existing file when main is missing',
        {
          'package.json': manifest({ ...express, main: 'lost.js', scripts: { start: 'node lost.js' } }),
          'src/server.js': listening,
        },
        'node src/server.js',
      ],
      [
        'main when there is no script',
        { 'package.json': manifest({ ...express, main: 'web.js' }), 'web.js': listening },
        'node web.js',
      ],
      [
        'bin/www of the Express generator',
        { 'package.json': manifest({ ...express, scripts: { start: 'node ./bin/www' } }), 'bin/www': listening },
        'node ./bin/www',
      ],
      [
        'the file that pm2 would put in the background',
        { 'package.json': manifest({ ...express, scripts: { start: 'pm2 start app.js' } }), 'app.js': listening },
        'node app.js',
      ],
      [
        'the file of a dev script beside docker compose',
        {
          'package.json': manifest({ ...express, scripts: { start: 'docker compose up', dev: 'nodemon app.js' } }),
          'app.js': listening,
        },
        'node app.js',
      ],
      [
        'a file with a space, quoted',
        { 'package.json': manifest({ ...express, main: 'my app.js' }), 'my app.js': listening },
        "node 'my app.js'",
      ],
    ])('takes %s', (_, files, start) => {
      expect(only(files).start).toBe(start);
    });

    it('compiles TypeScript when no script does', () => {
      const files = {
        ...typescript,
        'package.json': manifest({ ...typed, scripts: { dev: 'tsx watch src/main.ts' } }),
      };
      expect(only(files)).toMatchObject({ build: 'npx tsc --project tsconfig.json', start: 'node build/main.js' });
    });

    it('takes a migration out of the start script', () => {
      const files = {
        'package.json': manifest({
          ...express,
          scripts: { start: 'prisma migrate deploy && node app.js' },
          devDependencies: { prisma: '6' },
        }),
        'app.js': listening,
      };
      expect(only(files)).toMatchObject({
        start: 'node app.js',
        migrations: { tool: 'prisma', command: 'prisma migrate deploy' },
        traits: { migrationNeedsDevDependencies: 'true' },
      });
    });
  });

  describe('address', () => {
    const withCode = (code: string, more: Files = {}, dependencies: Record<string, string> = { express: '5' }) =>
      only({ 'package.json': manifest({ dependencies, scripts: { start: 'node app.js' } }), 'app.js': code, ...more });
    it.each<[string, string, Files, Partial<Component>]>([
      [
        'a constant',
        'const PORT = Number(process.env.HTTP_PORT) || 4100;\napp.listen(PORT, () => {});',
        {},
        { port: 4100, portVariable: 'HTTP_PORT' },
      ],
      [
        'parseInt with a radix',
        "const port = parseInt(process.env.PORT || '3001', 10);\napp.listen(port);",
        {},
        { port: 3001, portVariable: 'PORT' },
      ],
      [
        'a configuration file',
        "const config = require('./config');\napp.listen(config.port);",
        { 'config.js': 'module.exports = {\n  port: process.env.PORT ?? 5050,\n};' },
        { port: 5050, portVariable: 'PORT' },
      ],
      [
        'a zod schema',
        'app.listen(env.PORT);',
        {
          'env.js':
            'const s = z.object({ PORT: z.coerce.number().min(1).max(65535).default(3003) }).parse(process.env);',
        },
        { port: 3003, portVariable: 'PORT' },
      ],
      [
        'envalid',
        'app.listen(env.PORT);',
        { 'env.js': 'cleanEnv(process.env, { PORT: port({ default: 3004 }) });' },
        { port: 3004, portVariable: 'PORT' },
      ],
      [
        'an options object',
        "app.listen({ port: 7000, host: '127.0.0.1' });",
        {},
        { port: 7000, bindAddress: '127.0.0.1' },
      ],
      [
        'a setting of the application',
        "app.set('port', process.env.PORT || 3005);\napp.listen(app.get('port'));",
        {},
        { port: 3005, portVariable: 'PORT' },
      ],
      [
        'an example file',
        'app.listen(process.env.PORT);',
        { '.env.example': 'PORT=8123\n' },
        { port: 8123, portVariable: 'PORT' },
      ],
      [
        'the application before its metrics',
        'metrics.listen(9100);\napp.listen(process.env.PORT || 80);',
        {},
        { port: 80, traits: { extraPorts: '9100', moduleType: 'commonjs', entry: 'app.js' } },
      ],
    ])('reads the port from %s', (_, code, files, expected) => {
      expect(withCode(code, files)).toMatchObject(expected);
    });

    it('says that Fastify without a host answers on localhost only', () => {
      expect(withCode('app.listen({ port: 3000 });', {}, { fastify: '5' }).bindAddress).toBe('127.0.0.1');
    });

    it('leaves a port that it cannot tell out', () => {
      const component = withCode('app.listen(choosePort());');
      expect([component.kind, component.port, component.portVariable]).toEqual(['web', undefined, undefined]);
    });
  });

  describe('health route', () => {
    const withCode = (files: Files) =>
      only({
        'package.json': manifest({ ...express, scripts: { start: 'node app.js' } }),
        'app.js': listening,
        ...files,
      }).healthPath;
    it.each<[string, Files, string | undefined]>([
      ['on the application', { 'app.js': `${listening}app.get('/healthz', (q, r) => r.send('ok'));` }, '/healthz'],
      ['alive before ready', { 'app.js': `${listening}app.get('/ready', a);\napp.get('/live', b);` }, '/live'],
      [
        'on a mounted router',
        {
          'app.js': `${listening}const status = require('./routes/status');\napp.use('/api/v1', status);`,
          'routes/status.js': "router.get('/health', h);",
        },
        '/api/v1/health',
      ],
      [
        'on a router that is required in place',
        {
          'app.js': `${listening}app.use('/api/health', require('./routes/h'));`,
          'routes/h.js': "router.get('/', h);",
        },
        '/api/health',
      ],
      [
        'through two mounts',
        {
          'app.js': `${listening}import api from './api/index.js';\napp.use('/api', api);`,
          'api/index.js': "import ops from './ops.js';\nrouter.use('/ops', ops);",
          'api/ops.js': "router.get('/health', h);",
        },
        '/api/ops/health',
      ],
      [
        'of a plain server',
        { 'app.js': `${listening}createServer((req) => { if (req.url === '/health') ok(); });` },
        '/health',
      ],
      ['not in a comment', { 'app.js': `${listening}// app.get('/health', h);` }, undefined],
      ['not in a test', { 'app.test.js': "app.get('/health', h);" }, undefined],
      ['not of a client', { 'app.js': `${listening}const r = axios.get('/health');` }, undefined],
      ['not of a router that nobody mounts', { 'other.js': "router.get('/health', h);" }, undefined],
    ])('is found %s', (_, files, expected) => {
      expect(withCode(files)).toBe(expected);
    });
  });
});
