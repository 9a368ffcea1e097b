import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGit } from '../open-git.js';
import { TestRepository } from '../testing/repository.js';
import { exitOf } from '../testing/start-orchestrator.js';

let repository: TestRepository;
let lock: string;

beforeEach(() => {
  repository = new TestRepository();
  lock = join(repository.root, '.git/index.lock');
});

afterEach(() => repository.remove());

const removeLock = () => openGit(repository.root).removeStaleIndexLock();

describe('removeStaleIndexLock', () => {
  it.each(['index.lock', 'HEAD.lock', 'refs/heads/main.lock'])('removes %s that nobody holds', async (name) => {
    writeFileSync(join(repository.root, '.git', name), '');
    expect([await removeLock(), existsSync(join(repository.root, '.git', name)), await removeLock()]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('leaves a lock that a process has open', async () => {
    const holder = spawn('bash', ['-c', `exec 9>'${lock}'; echo ready; sleep 300`], { detached: true });
    await new Promise((settle) => holder.stdout.once('data', settle));
    try {
      expect([await removeLock(), existsSync(lock)]).toEqual([false, true]);
    } finally {
      process.kill(-holder.pid!, 'SIGKILL');
      await exitOf(holder);
    }
    expect(await removeLock()).toBe(true);
  });

  it('leaves the lock of a git that waits for its editor', async () => {
    repository.write('README.md', '# Changed\n');
    const editor = `touch '${repository.canary}'; sleep 300`;
    const env = { ...process.env, GIT_EDITOR: `sh -c "${editor}"`, EMAIL: 'u@example.org' };
    const holder = spawn('git', ['commit', '-a'], { cwd: repository.root, detached: true, stdio: 'ignore', env });
    for (let wait = 0; wait < 200 && !existsSync(repository.canary); wait += 1) await sleep(25);
    try {
      expect([existsSync(lock), await removeLock(), existsSync(lock)]).toEqual([true, false, true]);
    } finally {
      process.kill(-holder.pid!, 'SIGKILL');
      await exitOf(holder);
    }
    expect([await removeLock(), existsSync(lock)]).toEqual([true, false]);
  });

  it('leaves what is no regular file', async () => {
    symlinkSync('/etc/passwd', lock);
    expect([await removeLock()]).toEqual([false]);
    mkdirSync(join(repository.root, '.git/HEAD.lock'));
    expect([await removeLock(), existsSync(join(repository.root, '.git/HEAD.lock'))]).toEqual([false, true]);
  });

  it('looks in the git folder of the work tree that it was asked for', async () => {
    repository.git('worktree', 'add', '--quiet', '-b', 'other', '../linked');
    const linked = join(repository.root, '.git/worktrees/linked/index.lock');
    for (const path of [lock, linked]) writeFileSync(path, '');
    expect(await openGit(join(repository.folder, 'linked')).removeStaleIndexLock()).toBe(true);
    expect([existsSync(lock), existsSync(linked)]).toEqual([true, false]);
  });

  it('finds nothing outside of a repository', async () => {
    expect(await openGit(repository.folder).removeStaleIndexLock()).toBe(false);
  });

  it('goes by age where holders cannot be seen', async () => {
    const before = process.getuid;
    process.getuid = () => 12_345;
    try {
      writeFileSync(lock, '');
      expect(await removeLock()).toBe(false);
      const old = new Date(Date.now() - 11 * 60_000);
      utimesSync(lock, old, old);
      expect(await removeLock()).toBe(true);
    } finally {
      if (before) process.getuid = before;
    }
  });
});

describe('stateFolder', () => {
  it.each(['.', 'src'])('is in the git folder, seen from %s, and is not made', async (folder) => {
    const path = join(repository.root, '.git/devops-orchestrator');
    expect([await openGit(join(repository.root, folder)).stateFolder(), existsSync(path)]).toEqual([path, false]);
  });

  it('is shared by linked work trees, and follows a .git file', async () => {
    repository.git('worktree', 'add', '--quiet', '-b', 'other', '../linked');
    repository.git(
      'init',
      '--quiet',
      '--separate-git-dir',
      join(repository.folder, 'elsewhere'),
      join(repository.folder, 'apart'),
    );
    expect(await openGit(join(repository.folder, 'linked')).stateFolder()).toBe(
      join(repository.root, '.git/devops-orchestrator'),
    );
    expect(await openGit(join(repository.folder, 'apart')).stateFolder()).toBe(
      join(repository.folder, 'elsewhere/devops-orchestrator'),
    );
  });

  it('is undefined outside of a work tree', async () => {
    repository.git('init', '--quiet', '--bare', join(repository.folder, 'bare'));
    for (const folder of [repository.folder, join(repository.folder, 'bare')]) {
      expect(await openGit(folder).stateFolder()).toBeUndefined();
    }
  });

  it('refuses a link in its place', async () => {
    symlinkSync(repository.folder, join(repository.root, '.git/devops-orchestrator'));
    await expect(openGit(repository.root).stateFolder()).rejects.toMatchObject({ code: 'repository-unusable' });
  });
});
