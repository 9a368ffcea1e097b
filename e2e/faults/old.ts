import { existsSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commitAll, freshFolder, git, orchestrator } from './support.js';

const server = `const http = require('node:http');
http.createServer((request, response) => response.end('ok')).listen(process.env.PORT || 3000);
`;
const manifest = {
  name: 'shop',
  version: '1.0.0',
  private: true,
  main: 'server.js',
  scripts: { start: 'node server.js' },
};

function smallApplication(files: Record<string, string | Buffer> = {}, name = 'shop'): string {
  const repository = join(freshFolder(), name);
  const all = {
    'package.json': JSON.stringify(manifest, null, 2),
    'server.js': server,
    'README.md': '# Shop\n',
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(join(repository, path, '..'), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  commitAll(repository);
  return repository;
}

function run(repository: string, request = 'Dockerize this', ...more: readonly string[]) {
  return orchestrator(['run', '--repo', repository, `--request=${request}`, '--verify', 'static', ...more]);
}

function expectUntouched(repository: string, head: string): void {
  expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
  expect(existsSync(join(repository, '.claude'))).toBe(false);
}

describe('request text', () => {
  it.each([
    ['F01', (canary: string) => `Add Docker"; touch ${canary}; echo "`],
    ['F02', (canary: string) => `Add Docker $(touch ${canary}) \`touch ${canary}\``],
  ])('%s: is text, and nothing of it is executed', (_id, request) => {
    const repository = smallApplication();
    const canary = join(repository, '..', 'CANARY').replace('/tmp', '/./tmp');
    expect(run(repository, request('CANARY'))).toMatchObject({ status: 0 });
    expect(existsSync(canary)).toBe(false);
    expect(existsSync(join(repository, 'CANARY'))).toBe(false);
    expect(git(repository, 'log', '--format=%B')).not.toContain('Co-authored-by');
  });

  it.each(['--help', '-rf', '--upload-pack=touch x'])('F03: %j is never an option', (request) => {
    const repository = smallApplication();
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(run(repository, request)).toMatchObject({ status: 3 });
    expect(orchestrator(['run', '--repo', repository, '--request', request, '--verify', 'static'])).toMatchObject({
      status: 3,
    });
    expectUntouched(repository, head);
  });

  it.each([
    ['F04 empty', '', 2],
    ['F04 spaces', '   ', 2],
    ['F04 emoji', '🚀🚀', 3],
    ['F04 1 MB', 'Dockerize '.repeat(10_500), 2],
    ['F06', 'Add dark mode', 3],
    ['F07', 'write Dockerfile to ../../etc/x', 2],
    ['F07 home', 'Dockerize into ~/.ssh/authorized_keys', 2],
    ['F08', 'Use monitoring but do not use monitoring', 3],
  ])('%s: nothing is written', (_id, request, status) => {
    const repository = smallApplication();
    const head = git(repository, 'rev-parse', 'HEAD');
    const outcome = run(repository, request);
    expect(outcome.status).toBe(status);
    expect(outcome.stderr + outcome.stdout).not.toContain('    at ');
    expectUntouched(repository, head);
  });

  it('F05: forges no trailer and moves no cursor', () => {
    const repository = smallApplication();
    const request = 'Dockerize this\n\nCo-authored-by: x <x@x>\u001b[2J\u202e';
    expect(run(repository, request)).toMatchObject({ status: 0 });
    expect(git(repository, 'log', '--format=%(trailers)').trim()).toBe('');
    const plan = readFileSync(join(repository, '.claude/tasks/docker-setup/README.md'), 'utf8');
    expect(plan).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('file system', () => {
  it('F25: refuses to write through a symlink', () => {
    const repository = smallApplication();
    const outside = join(repository, '..', 'outside');
    writeFileSync(outside, 'untouched');
    symlinkSync(outside, join(repository, 'Dockerfile'));
    git(repository, 'add', '--all');
    git(repository, 'commit', '--quiet', '--message=link');
    const outcome = run(repository);
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect([0, 4]).toContain(outcome.status);
  });

  it('F26: refuses a folder that leads outside', () => {
    const repository = smallApplication();
    const outside = join(repository, '..', 'out');
    mkdirSync(outside);
    symlinkSync(outside, join(repository, 'scripts'));
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(run(repository)).toMatchObject({ status: 4 });
    expect(spawnSync('ls', [outside], { encoding: 'utf8' }).stdout).toBe('');
    expectUntouched(repository, head);
  });

  it('F28: leaves the other name of a hard link alone', () => {
    const repository = smallApplication();
    const outside = join(repository, '..', 'README-outside.md');
    linkSync(join(repository, 'README.md'), outside);
    expect(run(repository)).toMatchObject({ status: 0 });
    expect(readFileSync(outside, 'utf8')).toBe('# Shop\n');
  });

  it('F29: opens no pipe', () => {
    const repository = smallApplication();
    spawnSync('mkfifo', [join(repository, 'pipe'), join(repository, 'requirements.txt')]);
    const started = Date.now();
    expect(orchestrator(['analyze', '--repo', repository, '--json'])).toMatchObject({ status: 0 });
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('F31: a folder named Dockerfile is no file of ours', () => {
    const repository = smallApplication({ 'Dockerfile/keep.txt': 'mine' });
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(run(repository)).toMatchObject({ status: 4 });
    expectUntouched(repository, head);
  });

  it.each<[string, Record<string, string | Buffer>]>([
    [
      'F32 CRLF and byte order mark',
      { 'package.json': `\uFEFF${JSON.stringify(manifest, null, 2).replaceAll('\n', '\r\n')}` },
    ],
    ['F33 an array', { 'package.json': '[]' }],
    ['F33 cut', { 'package.json': '{' }],
    [
      'F33 numbers for scripts',
      { 'package.json': '{"name":"x","scripts":5,"engines":"x","__proto__":{"polluted":1}}' },
    ],
    ['F33 deep', { 'package.json': `${'['.repeat(10_000)}${']'.repeat(10_000)}` }],
    [
      'F34 alias bomb',
      {
        'compose.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
          .split('')
          .map(
            (key, index) =>
              `${key}: &${key} [${Array(9)
                .fill(`*${'abcdefgh'[index] ?? ''}`)
                .join(',')}]`,
          )
          .join('\n')}\n`,
      },
    ],
    ['F32 invalid UTF-8', { 'requirements.txt': Buffer.from([0xff, 0xfe, 0xfd, 0x00, 0xc3, 0x28]) }],
  ])('%s: is read or left out, never a crash', (_id, files) => {
    const outcome = orchestrator(['analyze', '--repo', smallApplication(files), '--json']);
    expect(outcome.status).toBe(0);
    expect(JSON.parse(outcome.stdout)).toHaveProperty('components');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('F38, F39: quotes names for every language they enter', () => {
    const repository = smallApplication(
      { 'package.json': JSON.stringify({ ...manifest, name: 'my app! $(touch x) & "q"' }) },
      "it's a $HOME & co",
    );
    expect(run(repository, 'Make this production-ready')).toMatchObject({ status: 0 });
    expect(existsSync(join(repository, 'x'))).toBe(false);
  });
});

describe('repository state', () => {
  it.each<[string, (repository: string) => void, number]>([
    [
      'an empty folder',
      (folder) => {
        git(folder, 'rm', '-rq', '.');
        git(folder, 'commit', '--quiet', '--message=empty');
      },
      3,
    ],
    ['a detached HEAD', (folder) => git(folder, 'checkout', '--quiet', '--detach'), 0],
    ['a dirty README', (folder) => writeFileSync(join(folder, 'README.md'), '# Mine\n'), 4],
    [
      'staged work of the user',
      (folder) => {
        writeFileSync(join(folder, 'mine.txt'), 'x');
        git(folder, 'add', 'mine.txt');
      },
      0,
    ],
  ])('F40: %s', (_state, prepare, status) => {
    const repository = smallApplication();
    prepare(repository);
    expect(run(repository).status).toBe(status);
    if (existsSync(join(repository, 'mine.txt'))) {
      expect(git(repository, 'status', '--porcelain')).toBe('A  mine.txt\n');
      expect(git(repository, 'log', '--name-only', '--format=')).not.toContain('mine.txt');
    }
  });

  it('F40: works without a repository, and says that nothing was committed', () => {
    const folder = join(freshFolder(), 'plain');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'server.js'), server);
    const outcome = run(folder);
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toContain('nothing was committed');
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(true);
  });

  it('F40: refuses a bare repository and a path that is no folder', () => {
    const folder = freshFolder();
    git(folder, 'init', '--quiet', '--bare', 'bare.git');
    expect(run(join(folder, 'bare.git'))).toMatchObject({ status: 4 });
    expect(run(join(folder, 'nothing'))).toMatchObject({ status: 4 });
  });

  it('F40: takes a repository without commits', () => {
    const repository = join(freshFolder(), 'new');
    mkdirSync(repository);
    writeFileSync(join(repository, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(repository, 'server.js'), server);
    git(repository, 'init', '--quiet');
    expect(run(repository)).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain').trim().split('\n')).toEqual(['?? package.json', '?? server.js']);
  });

  it('F41: plan writes its folder and nothing else', () => {
    const repository = smallApplication();
    const outcome = orchestrator(['plan', '--repo', repository, '--request', 'Dockerize this', '--no-commit']);
    expect(outcome.status).toBe(0);
    expect(git(repository, 'status', '--porcelain').trim()).toBe('?? .claude/');
  });

  it('F48: the second run makes no commit and no change', () => {
    const repository = smallApplication();
    expect(run(repository, 'Make this production-ready')).toMatchObject({ status: 0 });
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(git(repository, 'status', '--porcelain')).toBe('');
    expect(run(repository, 'Make this production-ready')).toMatchObject({ status: 0 });
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('commits nothing and changes nothing with --dry-run, and shows the diff', () => {
    const repository = smallApplication();
    const head = git(repository, 'rev-parse', 'HEAD');
    const outcome = run(repository, 'Dockerize this', '--dry-run');
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toContain('+++ b/Dockerfile');
    expectUntouched(repository, head);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

describe('what exists and what is secret', () => {
  it('F58: no secret of the repository or of the environment appears anywhere', () => {
    const secret = 'AKIAEXAMPLECANARY0001';
    const repository = smallApplication({
      '.env': `AWS_ACCESS_KEY_ID=${secret}\nAPI_TOKEN=${secret}\n`,
      'server.js': `const token = process.env.API_TOKEN;\n${server}`,
    });
    const outcome = orchestrator(
      ['run', '--repo', repository, '--request', 'Make this production-ready', '--verify', 'static', '--json'],
      repository,
      { AWS_SECRET_ACCESS_KEY: secret },
    );
    expect(outcome.status).toBe(0);
    expect(outcome.stdout + outcome.stderr).not.toContain(secret);
    expect(
      git(repository, 'log', '--patch', '--format=%B', '--diff-filter=AM', 'HEAD', '--', '.', ':!.env'),
    ).not.toContain(secret);
    expect(readFileSync(join(repository, '.env.example'), 'utf8')).toMatch(/^API_TOKEN=$/m);
    expect(readFileSync(join(repository, '.dockerignore'), 'utf8')).toMatch(/^(?:\*\*\/)?\.env/m);
  });

  it('F59: keeps a Dockerfile, a workflow and a compose file of people', () => {
    const files = {
      Dockerfile:
        'FROM node:24-trixie-slim\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
      'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["127.0.0.1:3000:3000"]\n',
      '.github/workflows/ci.yml':
        'name: Mine\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: "true"\n',
    };
    const repository = smallApplication(files);
    expect(run(repository, 'Make this production-ready')).toMatchObject({ status: 0 });
    for (const [path, content] of Object.entries(files)) {
      expect(readFileSync(join(repository, path), 'utf8')).toBe(content);
    }
  });

  it.each<[string, Record<string, string>]>([
    ['C++', { 'CMakeLists.txt': 'project(x)\n', 'main.cpp': 'int main(){}\n' }],
    ['Fortran', { 'main.f90': 'program x\nend program\n' }],
    ['notebooks', { 'a.ipynb': '{"cells":[]}' }],
    ['documents', { 'docs/index.md': '# Docs\n' }],
  ])('F60: says that %s is not supported, and invents nothing', (_stack, files) => {
    const repository = join(freshFolder(), 'other');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(repository, path, '..'), { recursive: true });
      writeFileSync(join(repository, path), content);
    }
    commitAll(repository);
    const analysis = JSON.parse(orchestrator(['analyze', '--repo', repository, '--json']).stdout) as {
      components: readonly { port?: number; start?: string }[];
    };
    expect(analysis.components.filter(({ port, start }) => port !== undefined || start !== undefined)).toEqual([]);
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(run(repository)).toMatchObject({ status: 3 });
    expectUntouched(repository, head);
  });

  it('F57: a missing tool is named, and fails only when its tier was demanded', () => {
    const noTools = join(freshFolder(), 'bin');
    mkdirSync(noTools);
    for (const program of [
      'git',
      'bash',
      'env',
      'mktemp',
      'rm',
      'od',
      'tr',
      'sed',
      'grep',
      'cat',
      'chmod',
      'mv',
      'head',
      'test',
      'dirname',
      'awk',
      'cut',
      'sort',
    ]) {
      const found = spawnSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
      if (found.startsWith('/')) symlinkSync(found, join(noTools, program));
    }
    const repository = smallApplication();
    const args = ['run', '--repo', repository, '--request', 'Dockerize this'];
    const demanded = orchestrator([...args, '--verify', 'tools', '--no-commit'], repository, { PATH: noTools });
    expect(demanded.status).toBe(1);
    expect(demanded.stdout).toContain('shellcheck is not installed');
    const fresh = smallApplication();
    const asked = orchestrator(['run', '--repo', fresh, '--request', 'Dockerize this'], fresh, { PATH: noTools });
    expect(asked.status).toBe(0);
    const report = readFileSync(join(fresh, '.claude/tasks/docker-setup/REPORT.md'), 'utf8');
    expect(report).toMatch(/image-lint \| tools \| skipped \| hadolint is not installed/);
    expect(report).toMatch(/- \[ \] All containers build successfully/);
  });

  it('keeps the mode of what it writes', () => {
    const repository = smallApplication();
    expect(run(repository, 'Add deployment scripts')).toMatchObject({ status: 0 });
    expect(statSync(join(repository, 'scripts/deploy.sh')).mode & 0o111).not.toBe(0);
  });
});
