import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleBranch, cloneRepository, pushBranch } from './git-transport.js';

let folder: string;
let source: string;
const { signal } = new AbortController();
const git = (at: string, ...words: readonly string[]) =>
  execFileSync(
    'git',
    ['-C', at, '-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always', ...words],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
const commit = (at: string, path: string, content: string) => {
  writeFileSync(join(at, path), content);
  git(at, 'add', '--all');
  git(at, 'commit', '--quiet', `--message=${path}`);
};
const url = () => `file://${source}`;
const clone = async (more = {}) =>
  cloneRepository({ url: url(), folder: join(folder, 'clones', 'x'), signal, ...more });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-clone-')));
  source = join(folder, 'source');
  mkdirSync(source);
  git(source, 'init', '--quiet', '--initial-branch=main');
  commit(source, 'README.md', 'one\n');
  commit(source, 'code.js', '1;\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('cloneRepository', () => {
  it('gives the default branch, checked out and clean', async () => {
    const at = await clone();
    expect(git(at, 'status', '--porcelain')).toBe('');
    expect(git(at, 'log', '--format=%s').trim().split('\n')).toEqual(['code.js', 'README.md']);
  });

  it('leaves a whole clone alone, and makes an interrupted one anew', async () => {
    mkdirSync(join(folder, 'clones', 'x.partial'), { recursive: true });
    writeFileSync(join(folder, 'clones', 'x.partial', 'rest'), '');
    const at = await clone();
    commit(at, 'mine.js', '2;\n');
    expect(await clone()).toBe(at);
    expect(existsSync(join(at, 'mine.js'))).toBe(true);
    expect(existsSync(join(at, 'rest'))).toBe(false);
  });

  it('takes as many commits as were asked for', async () => {
    expect(git(await clone({ depth: 1 }), 'rev-list', '--count', 'HEAD').trim()).toBe('1');
  });

  it('takes a repository without commits', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    git(empty, 'init', '--quiet');
    expect(existsSync(join(await clone({ url: `file://${empty}` }), '.git'))).toBe(true);
  });

  it('F37: fetches no submodule', async () => {
    git(source, 'submodule', '--quiet', 'add', url(), 'module');
    git(source, 'commit', '--quiet', '--message=module');
    const at = await clone();
    expect(existsSync(join(at, 'module', '.git'))).toBe(false);
    expect(existsSync(join(at, '.git', 'modules'))).toBe(false);
  });

  it('F14, F15: runs no filter of the user, and no hook of a template', async () => {
    const canary = join(folder, 'CANARY');
    const program = join(folder, 'program.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    const template = join(folder, 'template', 'hooks');
    mkdirSync(template, { recursive: true });
    writeFileSync(join(template, 'post-checkout'), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(
      join(home, '.gitconfig'),
      `[filter "x"]\n\tsmudge = ${program}\n\tclean = ${program}\n\trequired = true\n[init]\n\ttemplateDir = ${join(folder, 'template')}\n`,
    );
    commit(source, '.gitattributes', '*.js filter=x\n');
    const before = process.env['HOME'];
    process.env['HOME'] = home;
    try {
      expect(readFileSync(join(await clone(), 'code.js'), 'utf8')).toBe('1;\n');
    } finally {
      process.env['HOME'] = before;
    }
    expect(existsSync(canary)).toBe(false);
  });

  it('tells what git says when there is no such repository, and leaves no folder', async () => {
    await expect(clone({ url: `file://${folder}/nothing` })).rejects.toMatchObject({ code: 'transient' });
    expect(existsSync(join(folder, 'clones', 'x'))).toBe(false);
  });

  it('stops when it is told to', async () => {
    await expect(clone({ signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  });
});

describe('bundleBranch', () => {
  it('writes the commits of the branch, which the source can pull', async () => {
    const at = await clone();
    git(at, 'switch', '--quiet', '--create', 'infra');
    commit(at, 'Dockerfile', 'FROM scratch\n');
    const file = join(folder, 'bundles', 'x.bundle');
    expect(await bundleBranch(at, 'infra', file, signal)).toBe(true);
    git(source, 'fetch', '--quiet', file, 'infra:infra');
    expect(git(source, 'show', 'infra:Dockerfile')).toBe('FROM scratch\n');
  });

  it.each(['main', 'nothing'])('writes nothing for %s, which holds no new commit', async (branch) => {
    const file = join(folder, 'x.bundle');
    expect(await bundleBranch(await clone(), branch, file, signal)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });
});

describe('pushBranch', () => {
  it('pushes the branch, and again without harm', async () => {
    const at = await clone();
    git(at, 'switch', '--quiet', '--create', 'infra');
    commit(at, 'Dockerfile', 'FROM scratch\n');
    await pushBranch(at, url(), 'infra', signal);
    await pushBranch(at, url(), 'infra', signal);
    expect(git(source, 'rev-parse', 'infra')).toBe(git(at, 'rev-parse', 'infra'));
  });

  it('does not overwrite what others have pushed', async () => {
    const at = await clone();
    git(at, 'switch', '--quiet', '--create', 'infra');
    commit(at, 'Dockerfile', 'FROM scratch\n');
    git(source, 'branch', 'infra', 'main~1');
    git(source, 'switch', '--quiet', 'infra');
    commit(source, 'theirs', 'x\n');
    git(source, 'switch', '--quiet', 'main');
    await expect(pushBranch(at, url(), 'infra', signal)).rejects.toMatchObject({ code: 'transient' });
  });
});
