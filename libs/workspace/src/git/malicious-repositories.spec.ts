import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit } from '../open-git.js';

let folder: string;
let root: string;
let canary: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-git-'));
  root = join(folder, 'repo');
  canary = join(folder, 'CANARY');
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
  write('README.md', '# Example\n');
  git('add', '.');
  git('-c', 'user.name=U', '-c', 'user.email=u@example.org', 'commit', '--quiet', '-m', 'first');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...arguments_: string[]): string {
  return execFileSync('git', arguments_, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function write(path: string, text: string, executable = false): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  if (executable) chmodSync(join(root, path), 0o755);
}

/** Replaces the configuration; `text` goes on in `[core]`. */
function config(text: string): void {
  writeFileSync(join(root, '.git/config'), `[core]\n\trepositoryformatversion = 0\n\tbare = false\n${text}`);
}

/** Everything that the port can do. */
async function useAll(): Promise<void> {
  const repository = openGit(root);
  await repository.state();
  write('README.md', '# Changed\n');
  write('a.bin', 'binary-like\n');
  await repository.switchToBranch('infra');
  await repository.commit({ message: 'feat(infra): add', paths: ['a.bin', 'README.md'] });
  write('README.md', '# Changed again\n');
  await repository.state();
}

describe('openGit on a malicious repository', () => {
  const run = () => `sh -c 'touch ${canary}'`;
  const program = () => {
    const path = join(folder, 'program.sh');
    writeFileSync(path, `#!/bin/sh\ntouch '${canary}'\ncat\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it.each<[string, () => void]>([
    ['F13: core.fsmonitor', () => config(`\tfsmonitor = ${program()}\n`)],
    [
      'F15: a filter driver',
      () => {
        config(`[filter "x"]\n\tclean = ${program()}\n\tsmudge = ${program()}\n\trequired = true\n`);
        write('.gitattributes', '* filter=x\n');
      },
    ],
    [
      'F15: a filter driver whose name holds "=" and a dot',
      () => {
        config(`[filter "x=y.z"]\n\tclean = ${program()}\n`);
        write('.gitattributes', '* filter=x=y.z\n');
      },
    ],
    [
      'F15: a filter process',
      () => {
        config(`[filter "x"]\n\tprocess = ${program()}\n\trequired = true\n`);
        write('.gitattributes', '* filter=x\n');
      },
    ],
    ['F16: gpg.program', () => config(`[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${program()}\n`)],
    [
      'F16: gpg.ssh.program',
      () =>
        config(
          `[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tprogram = ${program()}\n[user]\n\tsigningKey = x\n`,
        ),
    ],
    ['F17: diff.external', () => config(`[diff]\n\texternal = ${program()}\n`)],
    [
      'F17: a textconv driver',
      () => {
        config(`[diff "x"]\n\ttextconv = ${program()}\n\tcommand = ${program()}\n`);
        write('.gitattributes', '* diff=x\n');
      },
    ],
    ['F19: core.sshCommand', () => config(`\tsshCommand = ${program()}\n`)],
    ['F19: credential.helper', () => config(`[credential]\n\thelper = "!${run()}"\n`)],
    ['F19: an alias for status', () => config(`[alias]\n\tstatus = "!${run()}"\n\trev-parse = "!${run()}"\n`)],
    [
      'F19: include.path',
      () => {
        writeFileSync(
          join(folder, 'evil'),
          `[core]\n\tfsmonitor = ${program()}\n[filter "x"]\n\tclean = ${program()}\n`,
        );
        config(`[include]\n\tpath = ${join(folder, 'evil')}\n`);
        write('.gitattributes', '* filter=x\n');
      },
    ],
    [
      'F19: core.editor and core.pager',
      () => config(`\teditor = ${program()}\n\tpager = ${program()}\n[pager]\n\tstatus = ${program()}\n`),
    ],
  ])('%s runs nothing', async (_name, prepare) => {
    prepare();
    await useAll();
    expect(existsSync(canary)).toBe(false);
  });

  it('F14: runs no hook', async () => {
    const names = [
      'pre-commit',
      'post-commit',
      'commit-msg',
      'prepare-commit-msg',
      'post-checkout',
      'reference-transaction',
    ];
    for (const name of [...names, 'post-index-change', 'pre-auto-gc', 'post-rewrite', 'fsmonitor-watchman']) {
      write(`.git/hooks/${name}`, `#!/bin/sh\ntouch '${canary}'\n`, true);
    }
    await useAll();
    expect(existsSync(canary)).toBe(false);
  });

  it('F14: runs no hook of core.hooksPath', async () => {
    write('hooks/reference-transaction', `#!/bin/sh\ntouch '${canary}'\n`, true);
    config('\thooksPath = hooks\n');
    await useAll();
    expect(existsSync(canary)).toBe(false);
  });

  it('F18: takes a folder that is itself a git folder for a bare repository', async () => {
    for (const path of ['trap/objects', 'trap/refs']) mkdirSync(join(root, path), { recursive: true });
    write('trap/HEAD', 'ref: refs/heads/main\n');
    write(
      'trap/config',
      `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = ${program()}\n`,
    );
    await useAll();
    const state = await openGit(join(root, 'trap')).state();
    expect({ kind: state.kind, ran: existsSync(canary) }).toEqual({ kind: 'bare', ran: false });
  });

  it('F18: refuses a work tree that the configuration puts elsewhere', async () => {
    config(`\tworktree = ${folder}\n`);
    await expect(openGit(root).state()).rejects.toMatchObject({ code: 'repository-unusable' });
  });

  it('F19: clears the variables of the caller', async () => {
    const evil = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', GIT_WORK_TREE: '/', GIT_EXTERNAL_DIFF: program() };
    const more = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: program() };
    Object.assign(process.env, evil, more, {
      GIT_SSH_COMMAND: program(),
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${program()}'`,
    });
    try {
      await useAll();
    } finally {
      for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
    }
    expect(existsSync(canary)).toBe(false);
  });

  it('F37: asks no submodule, and never fetches', async () => {
    config(`[submodule "x"]\n\turl = ext::sh -c 'touch ${canary}'\n\tupdate = "!${run()}"\n`);
    write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = --upload-pack=${program()}\n`);
    mkdirSync(join(root, 'x'));
    execFileSync('git', ['init', '--quiet'], { cwd: join(root, 'x') });
    writeFileSync(
      join(root, 'x/.git/config'),
      `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = ${program()}\n`,
    );
    await useAll();
    expect(existsSync(canary)).toBe(false);
  });
});

const message = 'feat(infra): add the image';

describe('openGit on hostile words and names', () => {
  it.each([
    'feat: a\nCo-authored-by: x <x@x.org>',
    'feat: a\r\nb',
    'feat: \0',
    'feat: \u001b[31m',
    'feat: \u202e',
    '',
    '\nbody',
  ])('F05: refuses the message %j', async (text) => {
    await expect(openGit(root).commit({ message: text, paths: ['README.md'] })).rejects.toMatchObject({
      code: 'contract-violated',
    });
  });

  it.each(['Add Docker"; touch CANARY; echo "', '$(touch CANARY)', '`touch CANARY`', '--help', '# no comment'])(
    'F01, F02, F03: commits %j as the text it is',
    async (subject) => {
      write('Dockerfile', 'FROM scratch\n');
      await openGit(root).commit({ message: `feat(infra): ${subject}`, trailers: { Run: '1' }, paths: ['Dockerfile'] });
      expect(git('log', '-1', '--format=%B').trim()).toBe(`feat(infra): ${subject}\n\nRun: 1`);
      expect(existsSync(join(root, 'CANARY'))).toBe(false);
    },
  );

  it.each(['-rf', 'a b', 'ü"\'$`&', 'new\nline', ':(top)x', 'tab\there'])('F38: commits the path %j', async (path) => {
    write(path, 'x\n');
    await openGit(root).commit({ message, paths: [path] });
    expect(git('show', '--name-only', '-z', '--format=').replaceAll('\0', '')).toBe(path);
    expect((await openGit(root).state()).changed).toEqual([]);
  });

  it('F25: refuses a symbolic link', async () => {
    symlinkSync('/etc/passwd', join(root, 'Dockerfile'));
    await expect(openGit(root).commit({ message, paths: ['Dockerfile'] })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
  });
});
