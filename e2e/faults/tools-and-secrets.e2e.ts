import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, copyExample, exampleNames, freshFolder, git } from '../support.js';
import { runUnderRule, secretCanary } from './general-rule.js';
import { everything, folderWith, run, server, smallApplication } from './small-application.js';

/** What the pipeline and its checks call besides linters and engines. */
const programs =
  'git bash env mktemp rm od tr sed grep cat chmod mv head test dirname awk cut sort sleep touch mkdir ls cp'.split(
    ' ',
  );

/** A PATH with basic programs, and these scripts as tools. */
function pathWith(tools: Readonly<Record<string, string>> = {}): string {
  const folder = join(freshFolder(), 'bin');
  mkdirSync(folder);
  for (const program of programs) {
    const found = spawnSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    if (found.startsWith('/')) symlinkSync(found, join(folder, program));
  }
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function verdictOf(repository: string, check: string): string {
  const report = readFileSync(join(repository, '.claude/tasks/docker-setup/REPORT.md'), 'utf8');
  return new RegExp(`${check} \\| [^|]* \\| ([^|]* \\| [^|]*)\\|`).exec(report)?.[1]?.trim() ?? report;
}

describe('tools that prove nothing', () => {
  it('F57: a missing tool is named, and fails only when its tier was demanded', () => {
    const repository = smallApplication();
    const args = ['run', '--repo', repository, '--request', 'Dockerize this'];
    const asked = runUnderRule(repository, args, { PATH: pathWith() });
    expect(asked).toMatchObject({ status: 0 });
    expect(verdictOf(repository, 'image-lint')).toBe('skipped | hadolint is not installed');
    const report = readFileSync(join(repository, '.claude/tasks/docker-setup/REPORT.md'), 'utf8');
    expect(report).toMatch(/- \[ \] All containers build successfully/);
    const demanded = smallApplication();
    const outcome = runUnderRule(demanded, ['verify', '--repo', demanded, '--verify', 'tools', 'Dockerfile'], {
      PATH: pathWith(),
    });
    expect(outcome.status).not.toBe(0);
  });

  it.each([
    [
      'no engine answers',
      'echo "Cannot connect to the Docker daemon" >&2; exit 1',
      'image-shop-builds',
      'no Docker engine answers',
    ],
    [
      'Compose is missing',
      '[ "$1" = version ] && echo 26.1 || exit 1',
      'compose-config',
      'Docker Compose v2 is not installed',
    ],
  ])('F57: %s: nothing that needs it is proved', (_case, script, check, reason) => {
    const repository = smallApplication();
    const args = ['run', '--repo', repository, '--request', 'Dockerize this'];
    expect(runUnderRule(repository, args, { PATH: pathWith({ docker: script }) })).toMatchObject({ status: 0 });
    expect(verdictOf(repository, check)).toBe(`skipped | ${reason}`);
  });

  it('F57: a linter that prints an error, ends with 0 and judges nothing is not believed by verify', () => {
    const repository = smallApplication({
      Dockerfile: 'FROM node:24-trixie-slim\nUSER node\nCMD ["node", "server.js"]\n',
    });
    const args = ['verify', '--repo', repository, '--verify', 'tools', 'Dockerfile'];
    const tool = { hadolint: 'echo "ERROR: cannot open config" >&2; exit 0' };
    const outcome = runUnderRule(repository, args, { PATH: pathWith(tool) });
    expect(outcome).toMatchObject({ status: 1 });
    expect(outcome.stdout).toContain('hadolint skipped');
  });
});

describe('secrets', () => {
  it.each(exampleNames)('F58: none of examples/%s leaves it, wherever it stands', (name) => {
    const { repository, request } = copyExample(name);
    plantSecrets(repository);
    const args = ['run', '--repo', repository, '--request', request, '--verify', 'static', '--json'];
    const environment = { AWS_SECRET_ACCESS_KEY: secretCanary, ANTHROPIC_LOG: secretCanary, DB_PASSWORD: secretCanary };
    expect(runUnderRule(repository, args, environment)).toMatchObject({ status: 0 });
    const ignored = git(repository, 'ls-files', '--', '*.dockerignore').trim().split('\n');
    for (const path of ignored.filter((file) => file !== ''))
      expect(readFileSync(join(repository, path), 'utf8')).toMatch(/^(?:\*\*\/)?\.env(?:$|[.*])/m);
  });

  it('F58: documents names alone', () => {
    const repository = smallApplication({
      '.env': `AWS_ACCESS_KEY_ID=${secretCanary}\nAPI_TOKEN=${secretCanary}\n`,
      'server.js': `const token = process.env.API_TOKEN;\n${server}`,
    });
    expect(run(repository, everything, '--json')).toMatchObject({ status: 0 });
    expect(readFileSync(join(repository, '.env.example'), 'utf8')).toMatch(/^API_TOKEN=$/m);
  });
});

/** Puts the canary where repositories keep secrets; committed, as people do. */
function plantSecrets(repository: string): void {
  const files: Readonly<Record<string, string>> = {
    '.env': `API_TOKEN=${secretCanary}\nPOSTGRES_PASSWORD=${secretCanary}\nDATABASE_URL=postgres://u:${secretCanary}@db/x\n`,
    'config/application.properties': `spring.datasource.password=${secretCanary}\n`,
    'deploy/id_rsa': `-----BEGIN OPENSSH PRIVATE KEY-----\n${secretCanary}\n-----END OPENSSH PRIVATE KEY-----\n`,
    'docs/notes.md': `The key is ${secretCanary}.\n`,
    'src/settings.local.js': `module.exports = { apiKey: process.env.API_TOKEN || '${secretCanary}' };\n`,
    'src/settings_local.py': `import os\nAPI_TOKEN = os.environ.get("API_TOKEN", "${secretCanary}")\n`,
    'docker-compose.old.yml': `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secretCanary}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  git(repository, 'add', '--all', '--force');
  git(repository, 'commit', '--quiet', '--message=secrets');
  git(repository, 'remote', 'add', 'origin', `https://user:${secretCanary}@example.com/x.git`);
}

describe('what exists, and what is not supported', () => {
  it('F59: keeps a Dockerfile, a workflow, a compose file and manifests of people', () => {
    const files = {
      Dockerfile:
        'FROM node:24-trixie-slim\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
      'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["127.0.0.1:3000:3000"]\n',
      '.github/workflows/ci.yml':
        'name: Mine\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: "true"\n',
      'k8s/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n',
    };
    const repository = smallApplication(files);
    expect(run(repository, everything)).toMatchObject({ status: 0 });
    for (const [path, content] of Object.entries(files))
      expect(readFileSync(join(repository, path), 'utf8')).toBe(content);
  });

  it.each<[string, Record<string, string>]>([
    ['C++', { 'CMakeLists.txt': 'project(x)\n', 'main.cpp': 'int main(){}\n' }],
    ['Rails 4.2', { Gemfile: 'gem "rails", "4.2.11"\n', 'config.ru': 'run Rails.application\n' }],
    [
      'Deno',
      { 'deno.json': '{"tasks":{"start":"deno run main.ts"}}', 'main.ts': 'Deno.serve(() => new Response("x"));\n' },
    ],
    ['Fortran', { 'main.f90': 'program x\nend program\n' }],
    ['notebooks', { 'a.ipynb': '{"cells":[]}' }],
    ['documents', { 'docs/index.md': '# Docs\n' }],
    [
      'a library',
      {
        'package.json': '{"name":"lib","version":"1.0.0","main":"index.js","exports":"./index.js"}',
        'index.js': 'exports.x = 1;\n',
      },
    ],
  ])('F60: says that %s is not built, and invents nothing', (_stack, files) => {
    const repository = folderWith(files, 'other');
    commitAll(repository);
    const { stdout } = runUnderRule(repository, ['analyze', '--repo', repository, '--json']);
    const analysis = JSON.parse(stdout) as {
      components: readonly { port?: number; start?: string; kind: string }[];
      notes: readonly { message: string }[];
    };
    expect(analysis.components.filter(({ port, start }) => port !== undefined || start !== undefined)).toEqual([]);
    const said =
      analysis.components.some(({ kind }) => kind === 'library') ||
      /confidence: \w+/.test(JSON.stringify(analysis.notes));
    expect(said).toBe(true);
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(run(repository)).toMatchObject({ status: 3 });
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
  });
});
