import type { Component } from '@devops-orchestrator/contracts';
import { exampleAnalysis, exampleComponent, exampleInput } from '../delivery-model/example-model.js';
import { containerImageCapability } from './container-image.capability.js';

const runtime = (name: string, resolved: string): NonNullable<Component['runtime']> => ({
  runtime: name,
  resolved,
  status: 'supported',
  conflicts: [],
  evidence: [],
});

function filesOf(component: Component, files: Record<string, string> = {}): Record<string, string> {
  const input = exampleInput({ analysis: { ...exampleAnalysis(), components: [component], services: [] }, files });
  const steps = containerImageCapability.contribute(input).flatMap((contribution) => contribution.steps);
  return Object.fromEntries(steps.flatMap((step) => (step.kind === 'file' ? [[step.path, step.content]] : [])));
}

const node = exampleComponent({
  id: 'app',
  packageManager: 'npm',
  runtime: runtime('node', '24'),
  lockfile: {
    path: 'package-lock.json',
    inSync: true,
    evidence: [{ file: 'package-lock.json', line: 1, reason: 'lock' }],
  },
  build: 'npm run build',
  start: 'npm start',
  port: 3000,
  portVariable: 'PORT',
  healthPath: '/health',
});
const manifest = (more: object = {}) =>
  JSON.stringify({ name: 'app', scripts: { start: 'node dist/main.js' }, ...more });

describe('containerImageCapability', () => {
  it('starts the program itself, without root, with a health check on the port it exposes', () => {
    const { Dockerfile = '' } = filesOf(node, { 'package.json': manifest(), 'package-lock.json': '{}' });
    expect(Dockerfile).toContain('CMD ["node","dist/main.js"]');
    expect(Dockerfile).toMatch(/^USER 10001:10001$/m);
    expect(Dockerfile).toMatch(/^EXPOSE 3000$/m);
    expect(Dockerfile).toContain('http://127.0.0.1:3000/health');
  });

  it.each([
    [{ packageManager: 'npm' }, 'npm ci '],
    [{ packageManager: 'npm', lockfile: undefined }, 'npm install '],
    [{ packageManager: 'yarn', packageManagerVersion: '1.22.19' }, 'yarn install --frozen-lockfile'],
    [{ packageManager: 'pnpm', packageManagerVersion: '9.12.0' }, 'pnpm@9.12.0'],
  ])('installs with the project’s own manager: %j', (changes, expected) => {
    const { lockfile, ...rest } = { ...node, ...changes };
    const component = lockfile === undefined ? rest : { ...rest, lockfile };
    expect(filesOf(component, { 'package.json': manifest() })['Dockerfile']).toContain(expected);
  });

  it.each([
    ['24', 'FROM node:24-trixie-slim'],
    ['20.11.1', 'FROM node:20.11.1-bookworm-slim'],
    ['18', 'FROM node:18-bookworm-slim'],
  ])('builds Node.js %s from an image that exists', (version, expected) => {
    expect(filesOf({ ...node, runtime: runtime('node', version) })['Dockerfile']).toContain(expected);
  });

  it('puts an init in front of a program that ignores SIGTERM as process 1, and only there', () => {
    const ignores = filesOf(node, { 'package.json': manifest(), 'src/main.ts': 'serve()' });
    const handles = filesOf(node, { 'package.json': manifest(), 'src/main.ts': "process.on('SIGTERM', stop)" });
    expect(ignores['Dockerfile']).toContain('ENTRYPOINT ["/usr/bin/tini", "--"]');
    expect(handles['Dockerfile']).not.toContain('tini');
  });

  it('keeps a development package that migrations run', () => {
    const component = {
      ...node,
      migrations: { tool: 'prisma', command: 'npx prisma migrate deploy', evidence: node.evidence },
    };
    const text = filesOf(component, { 'package.json': manifest({ devDependencies: { prisma: '6.1.0' } }) })[
      'Dockerfile'
    ];
    expect(text).toContain("npm pkg delete 'devDependencies[prisma]'");
    expect(text).toContain("npm pkg set 'dependencies[prisma]=6.1.0'");
  });

  it('copies everything before installing where install scripts read the sources', () => {
    const text =
      filesOf(node, { 'package.json': manifest({ scripts: { postinstall: 'node setup.js', start: 'node a.js' } }) })[
        'Dockerfile'
      ] ?? '';
    expect(text.indexOf('COPY . .')).toBeLessThan(text.indexOf('npm ci'));
  });

  it('never passes a secret to the build', () => {
    const environment = ['VITE_API_URL', 'VITE_TOKEN'].map((name) => ({
      name,
      secret: name === 'VITE_TOKEN',
      buildTime: true,
      evidence: node.evidence,
    }));
    const text = filesOf({ ...node, environment }, { 'package.json': manifest() })['Dockerfile'];
    expect(text).toContain('ARG VITE_API_URL');
    expect(text).not.toContain('VITE_TOKEN');
  });

  it('gives an empty value to a build that insists on a public variable', () => {
    const environment = [
      { name: 'PUBLIC_URL', secret: false, buildTime: true, required: true, evidence: node.evidence },
    ];
    const text = filesOf({ ...node, framework: 'sveltekit', environment }, { 'package.json': manifest() })[
      'Dockerfile'
    ];
    expect(text).toMatch(/^ARG PUBLIC_URL=$/m);
  });

  it('serves a single-page app by nginx with the index page for unknown paths', () => {
    const files = filesOf({
      ...node,
      kind: 'static',
      framework: 'vite',
      outputDirectory: 'dist',
      traits: { spaFallback: 'true' },
    });
    expect(files['Dockerfile']).toContain('COPY --from=build /app/dist /usr/share/nginx/html/');
    expect(files['nginx.conf']).toContain('try_files $uri $uri/ /index.html;');
  });

  it('serves a site below the path that its pages were built for', () => {
    const files = filesOf({
      ...node,
      kind: 'static',
      framework: 'vite',
      outputDirectory: 'dist',
      traits: { spaFallback: 'true', basePath: '/shop' },
    });
    expect(files['Dockerfile']).toContain('COPY --from=build /app/dist /usr/share/nginx/html/shop/');
    expect(files['nginx.conf']).toContain('try_files $uri $uri/ /shop/index.html;');
    expect(files['nginx.conf']).toContain('return 302 /shop/;');
  });

  it('opens a server that binds to the loopback address, without touching its code', () => {
    const files = filesOf({ ...node, bindAddress: '127.0.0.1' }, { 'package.json': manifest() });
    expect(files['Dockerfile']).toContain('NODE_OPTIONS=--require=/app/listen-on-all-addresses.cjs');
    expect(files['listen-on-all-addresses.cjs']).toContain("host: '0.0.0.0'");
    const open = filesOf({ ...node, bindAddress: '0.0.0.0' }, { 'package.json': manifest() });
    expect(open['Dockerfile']).not.toContain('NODE_OPTIONS');
  });

  it('hands the token of a private registry to the install step alone', () => {
    const npmrc = '//npm.corp.test/:_authToken=${NPM_TOKEN}\n';
    const text = filesOf(node, { 'package.json': manifest(), '.npmrc': npmrc })['Dockerfile'] ?? '';
    expect(text).toMatch(/--mount=type=secret,id=NPM_TOKEN NPM_TOKEN="\$\(cat \/run\/secrets\/NPM_TOKEN/);
    expect(text).not.toMatch(/^(?:ARG|ENV).*NPM_TOKEN/m);
  });

  it('takes a standalone Next.js build from the folder that its configuration names', () => {
    const next = { framework: 'nextjs', outputDirectory: 'out-build', traits: { nextOutput: 'standalone' } };
    const text = filesOf({ ...node, ...next }, { 'package.json': manifest() })['Dockerfile'] ?? '';
    expect(text).toContain('COPY --from=build /app/out-build/standalone ./');
    expect(text).toContain('/app/out-build/cache');
  });

  it('brings Bun where it installs and runs the project', () => {
    const bun = { packageManager: 'bun', start: 'bun run src/index.ts', runtime: runtime('bun', '1.3') };
    const text = filesOf({ ...node, ...bun }, { 'package.json': manifest() })['Dockerfile'] ?? '';
    expect(text).toContain('bun install --frozen-lockfile');
    expect(text.match(/npm install --global bun@1\.3/g)).toHaveLength(2);
  });

  it('puts packages of modern Yarn where Node.js looks for them', () => {
    const yarn = { packageManager: 'yarn', packageManagerVersion: '4.5.3' };
    const text = filesOf({ ...node, ...yarn }, { 'package.json': manifest() })['Dockerfile'] ?? '';
    expect(text).toContain('@yarnpkg/cli-dist@4.5.3');
    expect(text).toContain('ENV YARN_NODE_LINKER=node-modules');
  });

  it('puts an init in front of every process of a package where only one handles SIGTERM', () => {
    const worker = { ...node, id: 'app-worker', kind: 'worker' as const, start: 'node dist/worker.js' };
    const components = [node, { ...worker, port: undefined as never }];
    const input = exampleInput({
      analysis: { ...exampleAnalysis(), components, services: [] },
      files: { 'package.json': manifest(), 'src/main.ts': "process.on('SIGTERM', stop)" },
    });
    const steps = containerImageCapability.contribute(input).flatMap((contribution) => contribution.steps);
    expect(JSON.stringify(steps)).toContain('/usr/bin/tini');
  });

  it('lets SvelteKit’s automatic adapter make a server', () => {
    const svelte = { framework: 'sveltekit', traits: { adapter: 'auto' } };
    expect(filesOf({ ...node, ...svelte }, { 'package.json': manifest() })['Dockerfile']).toContain(
      'RUN GCP_BUILDPACKS=true npm run build',
    );
  });

  it('adds the server that a Python project lacks', () => {
    const component = exampleComponent({
      id: 'api',
      language: 'python',
      runtime: runtime('python', '3.13'),
      packageManager: 'pip',
      install: 'pip install --no-cache-dir --requirement requirements.txt',
      start: 'uvicorn --host 0.0.0.0 --port 8000 app:app',
      port: 8000,
      traits: { serverRequirement: 'uvicorn==0.*' },
    });
    const text = filesOf(component, { 'requirements.txt': 'fastapi\n' })['Dockerfile'];
    expect(text).toContain("pip install 'uvicorn==0.*'");
    expect(text).toContain('FROM python:3.13-slim-trixie');
  });

  it('puts a Go program on an image without a shell', () => {
    const component = exampleComponent({
      id: 'api',
      language: 'go',
      runtime: runtime('go', '1.26'),
      port: 8080,
      healthPath: '/healthz',
      traits: { mainPackage: './cmd/api' },
    });
    const text = filesOf(component, { 'go.mod': 'module x\n' })['Dockerfile'];
    expect(text).toContain('go build -trimpath -ldflags="-s -w" -o /out/api ./cmd/api');
    expect(text).toContain('FROM gcr.io/distroless/static-debian13:nonroot');
  });

  it('writes nothing over files of the user', () => {
    const files = filesOf(node, {
      Dockerfile: 'FROM node:24\n',
      '.dockerignore': '',
      '.env.example': 'APP_HOST_PORT=1\n',
      'package.json': manifest(),
    });
    expect(Object.keys(files)).toEqual(['scripts/create-env-file.sh']);
  });
});
