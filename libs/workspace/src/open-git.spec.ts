import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit } from './open-git.js';

let folder: string;
let root: string;
const user = {
  GIT_AUTHOR_NAME: 'U',
  GIT_AUTHOR_EMAIL: 'u@x.org',
  GIT_COMMITTER_NAME: 'U',
  GIT_COMMITTER_EMAIL: 'u@x.org',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-git-'));
  root = join(folder, 'repo');
  mkdirSync(root);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...arguments_: string[]): string {
  const env = { ...process.env, ...user };
  return execFileSync('git', arguments_, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  }).trim();
}

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function startRepository(): void {
  git('init', '--quiet', '--initial-branch=main');
  write('README.md', '# Example\n');
  write('src/a.txt', 'a\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
}

const message = 'feat(infra): add the image';

describe('openGit', () => {
  it('commits exactly the given paths and leaves the index clean for them', async () => {
    startRepository();
    write('Dockerfile', 'FROM scratch\n');
    write('scripts/deploy.sh', '#!/bin/sh\n');
    chmodSync(join(root, 'scripts/deploy.sh'), 0o755);
    const commit = await openGit(root).commit({ message, paths: ['scripts/deploy.sh', 'Dockerfile'] });
    expect(git('show', '--format=%s', '--raw', '--no-abbrev', commit!.sha).replace(/[0-9a-f]{40}/g, '#')).toBe(
      `${message}\n\n:000000 100644 # # A\tDockerfile\n:000000 100755 # # A\tscripts/deploy.sh`,
    );
    expect(git('status', '--porcelain')).toBe('');
  });

  it('F40: keeps what the user staged and changed as it was', async () => {
    startRepository();
    write('README.md', '# Staged\n');
    write('staged.txt', 's\n');
    git('add', 'README.md', 'staged.txt');
    write('README.md', '# Staged and changed\n');
    write('src/a.txt', 'changed\n');
    write('Dockerfile', 'FROM scratch\n');
    await openGit(root).commit({ message, paths: ['Dockerfile'] });
    expect(git('show', '--name-only', '--format=')).toBe('Dockerfile');
    expect(git('status', '--porcelain')).toBe('MM README.md\n M src/a.txt\nA  staged.txt');
    expect(git('show', ':README.md')).toBe('# Staged');
  });

  it('answers undefined when the paths equal HEAD, and makes no commit', async () => {
    startRepository();
    const head = git('rev-parse', 'HEAD');
    expect(await openGit(root).commit({ message, paths: ['README.md'] })).toBeUndefined();
    expect(git('rev-parse', 'HEAD')).toBe(head);
  });

  it('commits that a path is gone', async () => {
    startRepository();
    rmSync(join(root, 'src/a.txt'));
    await openGit(root).commit({ message, paths: ['src/a.txt'] });
    expect(git('show', '--name-status', '--format=')).toBe('D\tsrc/a.txt');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('F40: makes the first commit of an empty repository', async () => {
    git('init', '--quiet', '--initial-branch=main');
    write('Dockerfile', 'FROM scratch\n');
    expect(await openGit(root).state()).toEqual({
      kind: 'work-tree',
      isTopLevel: true,
      branch: 'main',
      shallow: false,
      changed: ['Dockerfile'],
    });
    await openGit(root).switchToBranch('infra');
    const commit = await openGit(root).commit({ message, paths: ['Dockerfile'] });
    expect(git('log', '--format=%H %D')).toBe(`${commit!.sha} HEAD -> infra`);
  });

  it('F40: commits on a detached HEAD', async () => {
    startRepository();
    git('checkout', '--quiet', '--detach');
    write('Dockerfile', 'FROM scratch\n');
    const commit = await openGit(root).commit({ message, paths: ['Dockerfile'] });
    expect(git('rev-parse', 'HEAD')).toBe(commit!.sha);
    expect((await openGit(root).state()).branch).toBeUndefined();
  });

  it('F40: commits in a linked work tree', async () => {
    startRepository();
    git('worktree', 'add', '--quiet', '-b', 'other', '../linked');
    root = join(folder, 'linked');
    write('Dockerfile', 'FROM scratch\n');
    const commit = await openGit(root).commit({ message, paths: ['Dockerfile'] });
    expect(git('rev-parse', 'other')).toBe(commit!.sha);
    expect(git('status', '--porcelain')).toBe('');
    await expect(openGit(root).switchToBranch('main')).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it('F40: commits in a shallow clone', async () => {
    startRepository();
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, join(folder, 'shallow')]);
    root = join(folder, 'shallow');
    write('Dockerfile', 'FROM scratch\n');
    await openGit(root).commit({ message, paths: ['Dockerfile'] });
    expect(await openGit(root).state()).toMatchObject({ shallow: true, changed: [] });
  });

  it('F40: keeps paths relative to the workspace in a folder of a larger repository', async () => {
    startRepository();
    write('src/Dockerfile', 'FROM scratch\n');
    write('outside.txt', 'x\n');
    const inner = openGit(join(root, 'src'));
    expect(await inner.state()).toMatchObject({ isTopLevel: false, changed: ['Dockerfile'] });
    await inner.commit({ message, paths: ['Dockerfile'] });
    expect(git('show', '--name-only', '--format=')).toBe('src/Dockerfile');
  });

  it('F40: refuses a path in a nested repository', async () => {
    startRepository();
    write('nested/Dockerfile', 'FROM scratch\n');
    execFileSync('git', ['init', '--quiet'], { cwd: join(root, 'nested') });
    await expect(openGit(root).commit({ message, paths: ['nested/Dockerfile'] })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
  });

  it('F40: refuses a path in a submodule that is not checked out', async () => {
    startRepository();
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},sub`);
    write('sub/Dockerfile', 'FROM scratch\n');
    await expect(openGit(root).commit({ message, paths: ['sub/Dockerfile'] })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
  });

  it.each<[string, () => unknown, string]>([
    ['no repository', () => undefined, 'none'],
    ['a bare repository', () => git('init', '--quiet', '--bare'), 'bare'],
    ['a .git that is no repository', () => mkdirSync(join(root, '.git')), 'none'],
  ])('F40: says so for %s, and refuses to commit', async (_name, prepare, kind) => {
    prepare();
    write('Dockerfile', 'FROM scratch\n');
    expect((await openGit(root).state()).kind).toBe(kind);
    await expect(openGit(root).commit({ message, paths: ['Dockerfile'] })).rejects.toMatchObject({
      code: 'repository-unusable',
    });
  });

  it('F41: changes no byte of the repository when it reads the state', async () => {
    startRepository();
    write('README.md', '# Changed\n');
    const before = readFileSync(join(root, '.git/index'));
    await openGit(root).state();
    expect(readFileSync(join(root, '.git/index')).equals(before)).toBe(true);
  });

  it('names the merge that is under way, and commits nothing into it', async () => {
    startRepository();
    git('checkout', '--quiet', '-b', 'other');
    write('README.md', '# Theirs\n');
    git('commit', '--quiet', '-a', '-m', 'theirs');
    git('checkout', '--quiet', 'main');
    write('README.md', '# Ours\n');
    git('commit', '--quiet', '-a', '-m', 'ours');
    expect(() => git('merge', 'other')).toThrow();
    expect(await openGit(root).state()).toMatchObject({ operation: 'merge', changed: ['README.md'] });
    await expect(openGit(root).commit({ message, paths: ['README.md'] })).rejects.toMatchObject({
      code: 'repository-unusable',
    });
  });

  it('takes an existing branch only when it is at HEAD', async () => {
    startRepository();
    git('branch', 'same');
    await openGit(root).switchToBranch('same');
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/same');
    git('commit', '--quiet', '--allow-empty', '-m', 'second');
    await expect(openGit(root).switchToBranch('main')).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it.each(['-rf', '--upload-pack=x', 'a..b', 'a b', '', 'x.lock', '\n'])(
    'F03: refuses %j as a branch name',
    async (name) => {
      startRepository();
      await expect(openGit(root).switchToBranch(name)).rejects.toMatchObject({ code: 'repository-unusable' });
    },
  );

  it('F32: commits line ends as git add would', async () => {
    startRepository();
    write('.gitattributes', '*.md text eol=crlf\n');
    write('README.md', '# Example\r\nmore\r\n');
    await openGit(root).commit({ message, paths: ['.gitattributes', 'README.md'] });
    expect(git('show', 'HEAD:README.md')).toBe('# Example\nmore');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('says "transient" and changes nothing while another git holds the index', async () => {
    startRepository();
    write('Dockerfile', 'FROM scratch\n');
    write('.git/index.lock', '');
    const head = git('rev-parse', 'HEAD');
    await expect(openGit(root).commit({ message, paths: ['Dockerfile'] })).rejects.toMatchObject({ code: 'transient' });
    expect(git('rev-parse', 'HEAD')).toBe(head);
  });

  it('says "transient" and takes its index entries back when the branch is locked', async () => {
    startRepository();
    write('Dockerfile', 'FROM scratch\n');
    write('.git/refs/heads/main.lock', '');
    await expect(openGit(root).commit({ message, paths: ['Dockerfile'] })).rejects.toMatchObject({ code: 'transient' });
    expect(git('status', '--porcelain')).toBe('?? Dockerfile');
  });

  it('signs with a name of its own where git knows none', async () => {
    const home = process.env['HOME'];
    process.env['HOME'] = folder;
    try {
      startRepository();
      write('Dockerfile', 'FROM scratch\n');
      await openGit(root).commit({ message, paths: ['Dockerfile'] });
    } finally {
      process.env['HOME'] = home;
    }
    expect(git('log', '-1', '--format=%an <%ae> %cn')).toBe(
      'DevOps Orchestrator <devops-orchestrator@localhost> DevOps Orchestrator',
    );
  });

  it('passes git fsck after its commits', async () => {
    startRepository();
    for (const index of [1, 2, 3]) {
      write('Dockerfile', `FROM scratch\n# ${index}\n`);
      await openGit(root).commit({ message, paths: ['Dockerfile'] });
    }
    expect(git('fsck', '--strict', '--no-dangling')).toBe('');
  });
});
