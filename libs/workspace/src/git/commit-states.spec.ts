import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGit } from '../open-git.js';
import { TestRepository } from '../testing/repository.js';

let repository: TestRepository;

beforeEach(() => {
  repository = new TestRepository();
});

afterEach(() => repository.remove());

const message = 'feat(infra): add the image';
const commit = (...paths: string[]) => openGit(repository.root).commit({ message, paths });

/** Index entries and differences of the disk, but for the paths that are ours. */
function userChanges(): unknown {
  const own = (line: string) => /\t(?:.*\/)?(?:Dockerfile|compose\.yaml)$/.test(line);
  return {
    entries: repository
      .git('ls-files', '--stage')
      .split('\n')
      .filter((line) => !own(line)),
    flags: repository
      .git('ls-files', '-v', '-t')
      .split('\n')
      .filter((line) => !/Dockerfile|compose\.yaml/.test(line)),
    unstaged: repository.git('diff', '--binary'),
    disk: ['README.md', 'src/a.txt', 'binary', 'partly.txt'].map((path) => {
      try {
        return readFileSync(join(repository.root, path), 'latin1');
      } catch {
        return undefined;
      }
    }),
  };
}

/** Of everything that a person leaves lying around, something. */
function makeDirty(): void {
  repository.write('partly.txt', 'one\n');
  repository.write('removed.txt', 'x\n');
  repository.git('add', '--all');
  repository.write('partly.txt', 'one\ntwo\n');
  repository.write('README.md', '# Staged\r\n');
  repository.git('add', 'README.md');
  repository.write('README.md', '# Changed\n');
  repository.write('binary', Buffer.from([0, 1, 255]));
  repository.git('add', '--intent-to-add', 'binary');
  repository.git('rm', '--quiet', '--cached', '-r', '--ignore-unmatch', 'removed.txt');
  repository.git('update-index', '--chmod=+x', 'partly.txt');
  repository.write('untracked.txt', 'x\n');
}

/** Each: makes the state, and moves `repository.root` to where it is. */
const states: Record<string, () => void> = {
  'a repository with commits': () => undefined,
  'a detached HEAD': () => void repository.git('checkout', '--quiet', '--detach'),
  'a repository without commits': () => {
    rmSync(join(repository.root, '.git'), { recursive: true });
    repository.git('init', '--quiet', '--initial-branch=main');
  },
  'a branch without commits': () => void repository.git('checkout', '--quiet', '--orphan', 'empty'),
  'a shallow clone': () => {
    execFileSync('git', [
      'clone',
      '--quiet',
      '--depth=1',
      `file://${repository.root}`,
      join(repository.folder, 'clone'),
    ]);
    repository.root = join(repository.folder, 'clone');
  },
  'a partial clone': () => {
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = ['clone', '--quiet', '--filter=blob:none', `file://${repository.root}`];
    execFileSync('git', [...clone, join(repository.folder, 'clone')]);
    repository.root = join(repository.folder, 'clone');
  },
  'a linked work tree': () => {
    repository.git('worktree', 'add', '--quiet', '-b', 'other', '../linked');
    repository.root = join(repository.folder, 'linked');
  },
  'a git folder elsewhere': () => {
    repository.git('init', '--quiet', '--separate-git-dir', join(repository.folder, 'elsewhere'));
  },
  'a submodule': () => {
    const { root } = repository;
    const outer = join(repository.folder, 'outer');
    execFileSync('git', ['init', '--quiet', outer]);
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'inner'];
    execFileSync('git', add, { cwd: outer, stdio: 'ignore' });
    repository.root = join(outer, 'inner');
  },
  'a repository nested in another': () => {
    const { root } = repository;
    execFileSync('git', ['clone', '--quiet', root, join(root, 'nested')]);
    repository.root = join(root, 'nested');
  },
  'a split index': () => void repository.git('update-index', '--split-index'),
  'an index with assume-unchanged and skip-worktree': () => {
    repository.git('update-index', '--assume-unchanged', 'README.md');
    repository.git('update-index', '--skip-worktree', 'src/a.txt');
  },
  'objects of SHA-256': () => {
    rmSync(join(repository.root, '.git'), { recursive: true });
    repository.git('init', '--quiet', '--object-format=sha256');
    repository.commitAll('first');
  },
  'packed refs and objects': () => {
    repository.git('gc', '--quiet');
  },
};

describe('commit in every state of a repository', () => {
  it.each(Object.keys(states))(
    'F40: %s: commits the paths, and leaves what the user staged and changed',
    async (name) => {
      states[name]!();
      makeDirty();
      repository.write('deploy/compose.yaml', 'services: {}\n');
      repository.write('Dockerfile', 'FROM scratch\n', true);
      const before = userChanges();
      const made = await commit('Dockerfile', 'deploy/compose.yaml');
      expect(userChanges()).toEqual(before);
      expect(repository.git('rev-parse', 'HEAD')).toBe(made!.sha);
      const named = repository.git('show', '--raw', '--root', '--no-abbrev', '--format=%s', 'HEAD');
      expect(named.replace(/[0-9a-f]{40,64}/g, '#')).toBe(
        `${message}\n\n:000000 100755 # # A\tDockerfile\n:000000 100644 # # A\tdeploy/compose.yaml`,
      );
      expect(repository.git('diff', 'HEAD', '--name-only', '--', 'Dockerfile', 'deploy')).toBe('');
      if (name !== 'a partial clone') repository.git('fsck', '--strict', '--no-dangling');
      // the second time there is nothing to do
      expect(await commit('Dockerfile', 'deploy/compose.yaml')).toBeUndefined();
    },
  );

  it.each(['a bare repository', 'no repository'])('F40: %s: says that there is nothing to commit to', async (name) => {
    rmSync(join(repository.root, '.git'), { recursive: true });
    if (name === 'a bare repository') repository.git('init', '--quiet', '--bare');
    repository.write('Dockerfile', 'FROM scratch\n');
    await expect(commit('Dockerfile')).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it('F40: leaves a conflict of the user as it is', async () => {
    const blob = repository.git('rev-parse', 'HEAD:README.md');
    const stages = [1, 2, 3].map((stage) => `100644 ${blob} ${stage}\tREADME.md\n`).join('');
    execFileSync('git', ['update-index', '--index-info'], {
      cwd: repository.root,
      input: `0 ${'0'.repeat(40)}\tREADME.md\n${stages}`,
    });
    repository.write('Dockerfile', 'FROM scratch\n');
    await commit('Dockerfile');
    expect(repository.git('ls-files', '--unmerged').split('\n')).toHaveLength(3);
  });
});

describe('the trees of a commit', () => {
  const tree = () => repository.git('ls-tree', '-r', '-t', '--full-tree', 'HEAD');

  it('are those that git would write', async () => {
    for (const path of [
      'a.b/x',
      'a-b',
      'a/b/c',
      'a0',
      'b',
      'ü/ß',
      'a/b.c',
      'a/b-c',
      'new\nline/x\ty/z',
      'new\nline/w',
    ]) {
      repository.write(path, `${path}\n`);
    }
    repository.commitAll('second');
    const paths = ['a/b/d', 'a.b/x', 'a-b', 'c/d/e/f', 'ü/ß', 'ü/a', 'new\nline/x\ty/n', 'new\nline/w'];
    for (const path of paths) repository.write(path, 'changed\n');
    rmSync(join(repository.root, 'a-b'));
    await commit(...paths);
    const ours = tree();
    repository.git('reset', '--quiet', '--soft', 'HEAD~1');
    repository.commitAll('theirs');
    expect(ours).toBe(tree());
  });

  it('lose folders with their last file, up to the empty tree', async () => {
    repository.write('one/two/x', 'x\n');
    repository.commitAll('second');
    for (const path of ['one', 'src', 'README.md']) rmSync(join(repository.root, path), { recursive: true });
    await commit('one/two/x');
    expect(tree()).not.toContain('one');
    await commit('README.md', 'src/a.txt');
    expect(tree()).toBe('');
    expect(await commit('README.md')).toBeUndefined();
    expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('keep names that are no UTF-8, links, and submodules', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${repository.root}/src/`), Buffer.from([0xff, 0x41])]), 'x');
    symlinkSync('a.txt', join(repository.root, 'src/link'));
    repository.commitAll('second');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},src/sub`);
    repository.git('commit', '--quiet', '-m', 'third');
    const before = tree()
      .split('\n')
      .filter((line) => !/ tree |Dockerfile/.test(line));
    repository.write('src/Dockerfile', 'FROM scratch\n');
    await commit('src/Dockerfile');
    expect(
      tree()
        .split('\n')
        .filter((line) => !/ tree |Dockerfile/.test(line)),
    ).toEqual(before);
  });

  it('never lose a path that the task did not name', async () => {
    repository.write('both', 'x\n');
    repository.commitAll('second');
    for (const [gone, written] of [
      ['src', 'src'],
      ['both', 'both/x'],
    ] as const) {
      rmSync(join(repository.root, gone), { recursive: true });
      repository.write(written, 'x\n');
      await expect(commit(written)).rejects.toMatchObject({ code: 'unsafe-path' });
      repository.git('reset', '--quiet', '--hard');
    }
    rmSync(join(repository.root, 'both'));
    repository.write('both/x', 'x\n');
    // a path that is a folder now is read as one
    await expect(commit('both', 'both/x')).rejects.toMatchObject({ code: 'unsafe-path' });
  });
});

describe('what git converts', () => {
  it.each<[string, string, string | Buffer]>([
    ['line ends', '*.txt text\n', 'a\r\nb\r\n'],
    ['line ends that it leaves', '*.txt -text\n', 'a\r\nb\r\n'],
    ['$Id$', '*.txt ident\n', '$Id: 0123 $\n'],
    ['another encoding', '*.txt working-tree-encoding=UTF-16LE\n', Buffer.from('a\n', 'utf16le')],
    ['nothing', '', 'a $Id: 0123 $\n'],
  ])('F32: converts %s as git add does', async (_what, attributes, content) => {
    repository.write('.gitattributes', attributes);
    repository.commitAll('attributes');
    repository.write('deploy/x.txt', content);
    await commit('deploy/x.txt');
    const ours = repository.git('rev-parse', 'HEAD:deploy/x.txt');
    repository.git('rm', '--quiet', '--cached', 'deploy/x.txt');
    repository.git('add', 'deploy/x.txt');
    expect(ours).toBe(repository.git('rev-parse', ':deploy/x.txt'));
  });

  it('F32: converts by core.autocrlf, and by a change of it', async () => {
    const blobs: string[] = [];
    for (const value of ['false', 'input']) {
      repository.git('config', 'core.autocrlf', value);
      repository.write(`${value}.txt`, 'a\r\nb\r\n');
      await commit(`${value}.txt`);
      blobs.push(repository.git('cat-file', '-p', `HEAD:${value}.txt`));
    }
    expect(blobs).toEqual(['a\r\nb', 'a\nb']);
  });
});

describe('the identity of a commit', () => {
  const committed = async (name: string, email: string) => {
    repository.git('config', 'user.name', name);
    repository.git('config', 'user.email', email);
    repository.write('Dockerfile', 'FROM scratch\n');
    await commit('Dockerfile');
    expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
    return repository.git('log', '-1', '--format=%an <%ae> %cn <%ce> %ad').replace(/\d\d:\d\d:\d\d/, 'TIME');
  };

  it.each([
    ['U. Ser', 'u@example.org'],
    [' "A" <b>\n.', '<x@y.z>'],
    ['Ünï 🚀', 'ü@x.org'],
  ])('writes the name %j and the address %j as git does', async (name, email) => {
    const ours = await committed(name, email);
    const names = ['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'];
    const unset = names.flatMap((variable) => ['-u', variable]);
    execFileSync('env', [...unset, 'git', 'commit', '--quiet', '--allow-empty', '-m', 'x'], { cwd: repository.root });
    expect(ours).toBe(
      repository.git('log', '-1', '--format=%an <%ae> %cn <%ce> %ad').replace(/\d\d:\d\d:\d\d/, 'TIME'),
    );
  });

  it('writes its own name where that of the user is none', async () => {
    expect(await committed('...', ',')).toContain('DevOps Orchestrator <devops-orchestrator@localhost>');
  });

  it('commits large and empty files', async () => {
    repository.write('large', Buffer.alloc(9_000_000, 'abc\n'));
    repository.write('empty', '');
    await commit('large', 'empty');
    expect(repository.git('cat-file', '-s', 'HEAD:large')).toBe('9000000');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('what is remembered of a repository', () => {
  const filter = () =>
    `[filter "x"]\n\tclean = ${repository.program()}\n\tsmudge = ${repository.program()}\n[core]\n\tfsmonitor = ${repository.program()}\n`;
  const append = (path: string, text: string) => writeFileSync(path, text, { flag: 'a' });

  it.each<[string, () => void]>([
    ['.git/config', () => append(join(repository.root, '.git/config'), filter())],
    [
      'config.worktree',
      () => {
        append(join(repository.root, '.git/config'), '[extensions]\n\tworktreeConfig = true\n');
        append(join(repository.root, '.git/config.worktree'), filter());
      },
    ],
    ['the configuration of the user', () => append(join(repository.folder, '.gitconfig'), filter())],
    ['a file that is included', () => append(join(repository.folder, 'included'), filter())],
    [
      'a file that is included on a branch',
      () => {
        append(join(repository.folder, 'included-on-branch'), filter());
        repository.git('checkout', '--quiet', '-b', 'infra');
      },
    ],
  ])('F13, F15: runs no program that %s names from now on', async (_what, change) => {
    const home = process.env['HOME'];
    process.env['HOME'] = repository.folder;
    try {
      const includes = `[include]\n\tpath = ${repository.folder}/included\n[includeIf "onbranch:infra"]\n\tpath = ${repository.folder}/included-on-branch\n`;
      if (_what.includes('included')) append(join(repository.root, '.git/config'), includes);
      repository.write('.gitattributes', '* filter=x\n');
      const git = openGit(repository.root);
      for (const text of ['a\r\n', 'b\r\n']) {
        repository.write('Dockerfile', text);
        await git.commit({ message, paths: ['Dockerfile'] });
        await git.state();
        if (text.startsWith('b')) continue;
        change();
        rmSync(repository.canary, { force: true });
      }
      await git.state();
      expect(() => readFileSync(repository.canary)).toThrow(/ENOENT/);
    } finally {
      process.env['HOME'] = home;
    }
  });

  it('F40: notices a repository that is nearer, and one that is gone', async () => {
    const git = openGit(join(repository.root, 'src'));
    expect((await git.state()).isTopLevel).toBe(false);
    execFileSync('git', ['init', '--quiet'], { cwd: join(repository.root, 'src') });
    expect((await git.state()).isTopLevel).toBe(true);
    for (const path of ['src/.git', '.git']) rmSync(join(repository.root, path), { recursive: true });
    expect((await git.state()).kind).toBe('none');
  });

  it('F18: notices a work tree that the configuration puts elsewhere', async () => {
    const git = openGit(repository.root);
    await git.state();
    repository.git('config', 'core.worktree', repository.folder);
    await expect(git.state()).rejects.toMatchObject({ code: 'repository-unusable' });
  });
});
