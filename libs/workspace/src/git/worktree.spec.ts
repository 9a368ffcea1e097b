import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openGit } from '../open-git.js';
import { TestRepository } from '../testing/repository.js';

let repository: TestRepository;
let place: string;

beforeEach(() => {
  repository = new TestRepository();
  place = join(repository.folder, 'trees', 'one');
});

afterEach(() => repository.remove());

const add = (branch = 'infra/one') => openGit(repository.root).addWorktree({ path: place, branch });
const remove = () => openGit(repository.root).removeWorktree(place);
const trees = () => repository.git('worktree', 'list', '--porcelain').split('\n\n').length;

/** A configuration with programs, in force at once. */
function config(text: string): void {
  writeFileSync(join(repository.root, '.git/config'), `[core]\n\trepositoryformatversion = 0\n\tbare = false\n${text}`);
}

describe('addWorktree', () => {
  it('checks HEAD out: the bytes, modes and links of its blobs', async () => {
    repository.write('run.sh', '#!/bin/sh\n', true);
    repository.write('binary', Buffer.from([0, 255, 13, 10]));
    repository.write('a b/ü\n.txt', 'a\r\nb\n');
    symlinkSync('../README.md', join(repository.root, 'src/link'));
    repository.commitAll('second');
    repository.write('README.md', '# Changed\n');
    await add();
    for (const path of ['run.sh', 'binary', 'a b/ü\n.txt', 'src/a.txt']) {
      expect(readFileSync(join(place, path))).toEqual(readFileSync(join(repository.root, path)));
    }
    expect(readFileSync(join(place, 'README.md'), 'utf8')).toBe('# Example\n');
    expect(lstatSync(join(place, 'run.sh')).mode & 0o777).toBe(lstatSync(join(repository.root, 'run.sh')).mode & 0o777);
    expect(lstatSync(join(place, 'src/a.txt')).mode & 0o111).toBe(0);
    expect(readlinkSync(join(place, 'src/link'))).toBe('../README.md');
  });

  it('is on the new branch, clean, and can be committed to', async () => {
    await add();
    const git = openGit(place);
    expect(await git.state()).toMatchObject({ kind: 'work-tree', isTopLevel: true, branch: 'infra/one', changed: [] });
    writeFileSync(join(place, 'Dockerfile'), 'FROM scratch\n');
    const made = await git.commit({ message: 'feat: add', paths: ['Dockerfile'] });
    expect(repository.git('rev-parse', 'infra/one')).toBe(made!.sha);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(await git.stateFolder()).toBe(join(repository.root, '.git/devops-orchestrator'));
  });

  it('leaves the work tree, index and HEAD of the user as they are', async () => {
    repository.write('README.md', '# Staged\n');
    repository.git('add', '--all');
    repository.write('README.md', '# Changed\n');
    const before = readFileSync(join(repository.root, '.git/index'));
    await add();
    expect(readFileSync(join(repository.root, '.git/index')).equals(before)).toBe(true);
    expect(repository.git('status', '--porcelain', '--branch')).toBe('## main\nMM README.md');
  });

  it('may stand in the state folder', async () => {
    place = join((await openGit(repository.root).stateFolder())!, 'worktrees/one');
    await add();
    expect(await openGit(place).state()).toMatchObject({ branch: 'infra/one', changed: [] });
    await remove();
    expect([existsSync(place), trees()]).toEqual([false, 1]);
  });

  it.each(['main', 'main/x', 'inf'])('refuses the branch %j beside main and inf/x', async (branch) => {
    repository.git('branch', 'inf/x');
    await expect(add(branch)).rejects.toMatchObject({
      code: 'repository-unusable',
      hint: expect.any(String) as string,
    });
    expect([existsSync(place), trees()]).toEqual([false, 1]);
  });

  it.each(['-rf', 'a..b', ''])('F03: refuses %j as a branch name', async (branch) => {
    await expect(add(branch)).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it('refuses a folder that exists, a relative path, and a repository without commits', async () => {
    mkdirSync(place, { recursive: true });
    await expect(add()).rejects.toMatchObject({ code: 'repository-unusable' });
    place = 'relative';
    await expect(add()).rejects.toMatchObject({ code: 'unsafe-path' });
    place = join(repository.folder, 'two');
    repository.git('checkout', '--quiet', '--orphan', 'empty');
    await expect(add()).rejects.toMatchObject({ code: 'repository-unusable' });
    repository.root = repository.folder;
    await expect(add()).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it('checks everything out where the user sees a part', async () => {
    repository.git('sparse-checkout', 'set', 'nothing');
    await add();
    expect(existsSync(join(place, 'src/a.txt'))).toBe(true);
    expect((await openGit(place).state()).changed).toEqual([]);
  });
});

describe('addWorktree on a malicious repository', () => {
  const filter = (keys: string) => `[filter "x"]\n${keys}\trequired = true\n`;

  it.each<[string, (program: string) => string]>([
    ['F13: core.fsmonitor', (program) => `\tfsmonitor = ${program}\n`],
    ['F15: a smudge filter', (program) => filter(`\tsmudge = ${program}\n\tclean = ${program}\n`)],
    ['F15: a filter process', (program) => filter(`\tprocess = ${program}\n`)],
    [
      'F19: core.editor, pager, sshCommand',
      (program) => `\teditor = ${program}\n\tpager = ${program}\n\tsshCommand = ${program}\n`,
    ],
    [
      'F19: an alias',
      (program) => `[alias]\n\tworktree = !${program}\n\tread-tree = !${program}\n\tbranch = !${program}\n`,
    ],
    [
      'F19: branch.autoSetupMerge, gpg',
      (program) => `[branch]\n\tautoSetupMerge = always\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${program}\n`,
    ],
  ])('%s runs nothing', async (_name, text) => {
    repository.write('.gitattributes', '* filter=x\n');
    repository.commitAll('attributes');
    config(text(repository.program()));
    await add();
    await openGit(place).state();
    expect(existsSync(repository.canary)).toBe(false);
    expect(readFileSync(join(place, 'README.md'), 'utf8')).toBe('# Example\n');
    await remove();
    expect(existsSync(repository.canary)).toBe(false);
  });

  it.each(['gitdir:**/worktrees/**', 'onbranch:infra/**', 'onbranch:**'])(
    'F19: a filter that is in force under includeIf %s runs nothing',
    async (condition) => {
      repository.write('.gitattributes', '* filter=x\n');
      repository.commitAll('attributes');
      const more = join(repository.folder, 'more');
      writeFileSync(
        more,
        `[filter "x"]\n\tsmudge = ${repository.program()}\n\tclean = ${repository.program()}\n[core]\n\tfsmonitor = ${repository.program()}\n`,
      );
      config(`[includeIf "${condition}"]\n\tpath = ${more}\n`);
      await add();
      writeFileSync(join(place, 'README.md'), '# Changed\n');
      await openGit(place).commit({ message: 'feat: change', paths: ['README.md'] });
      await openGit(place).state();
      expect(existsSync(repository.canary)).toBe(false);
    },
  );

  it('F14: runs no hook', async () => {
    const program = `#!/bin/sh\ntouch '${repository.canary}'\n`;
    for (const name of ['post-checkout', 'reference-transaction', 'post-index-change', 'post-commit']) {
      repository.write(`.git/hooks/${name}`, program, true);
      repository.write(`hooks/${name}`, program, true);
    }
    await add('one');
    config('\thooksPath = hooks\n');
    place = join(repository.folder, 'two');
    await add('two');
    expect(existsSync(repository.canary)).toBe(false);
  });

  it('F37: leaves a submodule empty', async () => {
    repository.write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c 'touch ${repository.canary}'\n`);
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},x`);
    repository.git('add', '.gitmodules');
    repository.git('commit', '--quiet', '-m', 'submodule');
    config(
      `[submodule]\n\trecurse = true\n[submodule "x"]\n\turl = ext::sh -c 'touch ${repository.canary}'\n\tupdate = !${repository.program()}\n`,
    );
    await add();
    expect([existsSync(repository.canary), existsSync(join(place, 'x/.git'))]).toEqual([false, false]);
  });
});

describe('removeWorktree', () => {
  it('removes the folder with all that is in it, and leaves the branch', async () => {
    await add();
    writeFileSync(join(place, 'untracked'), 'x\n');
    writeFileSync(join(place, 'README.md'), '# Changed\n');
    symlinkSync(repository.root, join(place, 'link'));
    await remove();
    expect([existsSync(place), trees()]).toEqual([false, 1]);
    expect(repository.git('rev-parse', 'infra/one')).toBe(repository.git('rev-parse', 'HEAD'));
    expect(repository.git('status', '--porcelain')).toBe('');
    await remove();
  });

  it.each(['.', '.git', 'src'])('removes it when %s was removed already', async (part) => {
    await add();
    rmSync(join(place, part), { recursive: true });
    await remove();
    expect([existsSync(place), trees()]).toEqual([false, 1]);
    await add('infra/two');
  });

  it('removes what a killed addWorktree left', async () => {
    repository.git('worktree', 'add', '--quiet', '--no-checkout', '--detach', place);
    await remove();
    expect([existsSync(place), trees()]).toEqual([false, 1]);
  });

  it('leaves the work tree of somebody else alone', async () => {
    repository.git('worktree', 'add', '--quiet', '-b', 'theirs', place);
    await expect(remove()).rejects.toMatchObject({ code: 'repository-unusable' });
    expect(existsSync(join(place, 'README.md'))).toBe(true);
    rmSync(place, { recursive: true });
    await expect(add()).rejects.toMatchObject({ code: 'repository-unusable' });
    expect(trees()).toBe(2);
  });

  it('leaves alone what somebody put in its place, the main work tree, and any other folder', async () => {
    await add();
    rmSync(place, { recursive: true });
    mkdirSync(join(place, '.git'), { recursive: true });
    await expect(remove()).rejects.toMatchObject({ code: 'repository-unusable' });
    for (const other of [repository.root, repository.folder, join(repository.folder, 'none')]) {
      place = other;
      await remove();
    }
    expect(existsSync(join(repository.root, 'README.md'))).toBe(true);
  });
});
