import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from './open-workspace.js';
import { removeTemporaryFiles } from './remove-workspace-file.js';
import { temporaryNameFor } from './temporary-name.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-remove-'));
  root = join(folder, 'repo');
  mkdirSync(root);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), 'x\n');
}

const remove = (path: string) => openWorkspace(root).remove(path);
const refusal = (path: string) => remove(path).catch((error: unknown) => (error as { code?: string }).code);

describe('remove', () => {
  it('removes a file and the folders that it leaves empty, but never the root', async () => {
    for (const path of ['a/b/c.txt', 'a/d.txt', 'e/f/g.txt']) put(path);
    expect([await remove('a/b/c.txt'), await remove('e/f/g.txt')]).toEqual([true, true]);
    expect([readdirSync(root), readdirSync(join(root, 'a'))]).toEqual([['a'], ['d.txt']]);
    expect([await remove('a/d.txt'), readdirSync(root)]).toEqual([true, []]);
  });

  it('answers false where there is no such file', async () => {
    put('a/b.txt');
    mkdirSync(join(root, 'empty'));
    expect([await remove('c.txt'), await remove('x/y/z'), await remove('empty/x')]).toEqual([false, false, false]);
    expect(readdirSync(root)).toEqual(['a', 'empty']);
  });

  it('answers false for a name that differs in case', async () => {
    put('README.md');
    expect([await remove('readme.md'), readdirSync(root)]).toEqual([false, ['README.md']]);
  });

  it.each([
    ...['../../x', '/abs', 'C:\\x', 'a/../../b', '.git/hooks/pre-commit', '.GIT/config', '.git./x', 'git~1/x'],
    ...['CON', 'a\0b', 'x'.repeat(300), 'a//b', './a', '', 'a/', '.g\u200cit/x'],
  ])('F27: refuses %j', async (path) => {
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(join(root, '.git/hooks/pre-commit'), 'x');
    writeFileSync(join(folder, 'x'), 'kept');
    expect(await refusal(path)).toBe('unsafe-path');
    expect([existsSync(join(root, '.git/hooks/pre-commit')), existsSync(join(folder, 'x'))]).toEqual([true, true]);
  });

  it('F25: refuses a symbolic link, and leaves it and its target alone', async () => {
    writeFileSync(join(folder, 'outside'), 'kept');
    symlinkSync('../outside', join(root, 'Dockerfile'));
    expect(await refusal('Dockerfile')).toBe('unsafe-path');
    expect([readdirSync(root), existsSync(join(folder, 'outside'))]).toEqual([['Dockerfile'], true]);
  });

  it('F26: passes no symbolic link to a folder, inside or outside', async () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/a.txt'), 'kept');
    symlinkSync('../out', join(root, 'docs'));
    put('real/a.txt');
    symlinkSync('real', join(root, 'inside'));
    expect([await refusal('docs/a.txt'), await refusal('inside/a.txt')]).toEqual(['unsafe-path', 'unsafe-path']);
    expect([existsSync(join(folder, 'out/a.txt')), existsSync(join(root, 'real/a.txt'))]).toEqual([true, true]);
  });

  it('refuses a folder, and what is no regular file', async () => {
    mkdirSync(join(root, 'folder'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    put('file');
    expect([await refusal('folder'), await refusal('pipe'), await refusal('file/x')]).toEqual(
      Array(3).fill('unsafe-path'),
    );
    expect(readdirSync(root)).toEqual(['file', 'folder', 'pipe']);
  });

  it('F28: leaves the other name of a hard link', async () => {
    writeFileSync(join(folder, 'outside'), 'kept');
    linkSync(join(folder, 'outside'), join(root, 'a.txt'));
    expect([await remove('a.txt'), existsSync(join(folder, 'outside'))]).toEqual([true, true]);
  });

  it('F30: says "write-failed" in a read-only folder, and removes nothing', async () => {
    put('a/b.txt');
    for (const path of [folder, root]) chmodSync(path, 0o755);
    chmodSync(join(root, 'a'), 0o555);
    const isSuperuser = process.getuid?.() === 0;
    if (isSuperuser) process.seteuid!(65_534);
    try {
      await expect(remove('a/b.txt')).rejects.toMatchObject({ code: 'write-failed' });
    } finally {
      if (isSuperuser) process.seteuid!(0);
      chmodSync(join(root, 'a'), 0o755);
    }
    expect(readdirSync(join(root, 'a'))).toEqual(['b.txt']);
  });
});

describe('removeTemporaryFiles', () => {
  it('removes what a killed write of these paths left, and nothing else', async () => {
    const names = ['Dockerfile', 'README.md'].map(temporaryNameFor);
    for (const path of [...names, `deploy/${temporaryNameFor('compose.yaml')}`, 'deploy/compose.yaml']) put(path);
    expect(await removeTemporaryFiles(root, ['Dockerfile', 'deploy/compose.yaml', 'none/x', 'Dockerfile'])).toBe(2);
    expect([readdirSync(root).sort(), readdirSync(join(root, 'deploy'))]).toEqual([
      [names[1], 'deploy'].sort(),
      ['compose.yaml'],
    ]);
  });

  it('F25, F26, F27: follows no link and leaves the root for no path', async () => {
    const name = temporaryNameFor('x');
    mkdirSync(join(folder, 'out'));
    for (const path of ['x', `out/${name}`, name]) writeFileSync(join(folder, path), 'kept');
    symlinkSync('../out', join(root, 'docs'));
    symlinkSync('../x', join(root, name));
    expect(await removeTemporaryFiles(root, ['docs/x', '../x', 'x', '/x', '.git/x', ''])).toBe(0);
    expect([readdirSync(join(folder, 'out')), existsSync(join(folder, name)), existsSync(join(root, name))]).toEqual([
      [name],
      true,
      true,
    ]);
  });
});
