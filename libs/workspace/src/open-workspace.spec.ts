import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from './open-workspace.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-files-'));
  root = join(folder, 'repo');
  mkdirSync(root);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content = 'new\n', executable = false) {
  return openWorkspace(root).write({ path, content, executable });
}

/** Both answers of the workspace, so that neither is more careful than the other. */
async function refusals(path: string): Promise<unknown[]> {
  const code = (error: unknown) => (error as { code?: string }).code;
  const asked = await openWorkspace(root).assertWritable(path).catch(code);
  return [asked, await write(path).catch(code)];
}

describe('openWorkspace', () => {
  it('says whether a file was created, modified or left as it was', async () => {
    expect([await write('a/b.txt'), await write('a/b.txt'), await write('a/b.txt', 'other\n')]).toEqual([
      'created',
      'unchanged',
      'modified',
    ]);
    expect(readFileSync(join(root, 'a/b.txt'), 'utf8')).toBe('other\n');
    expect(readdirSync(join(root, 'a'))).toEqual(['b.txt']);
  });

  it('sets and clears the executable bit, and keeps the other bits', async () => {
    await write('run.sh', 'x\n', true);
    const executable = lstatSync(join(root, 'run.sh')).mode & 0o111;
    chmodSync(join(root, 'run.sh'), 0o750);
    await write('run.sh', 'y\n', false);
    expect([executable > 0, lstatSync(join(root, 'run.sh')).mode & 0o777]).toEqual([true, 0o640]);
  });

  it('leaves an equal file untouched', async () => {
    await write('a.txt');
    const { ino, mtimeMs } = lstatSync(join(root, 'a.txt'));
    await write('a.txt');
    expect(lstatSync(join(root, 'a.txt'))).toMatchObject({ ino, mtimeMs });
  });

  it('reads what was written, byte order mark and line ends included', async () => {
    writeFileSync(join(root, 'a.txt'), '\uFEFFa\r\nb');
    expect(await openWorkspace(root).read('a.txt')).toBe('\uFEFFa\r\nb');
  });

  it('answers undefined for a file, or a folder on the way, that does not exist', async () => {
    expect([await openWorkspace(root).read('a.txt'), await openWorkspace(root).read('a/b/c')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    '../../x',
    '/abs',
    'C:\\x',
    'C:/x',
    'a/../../b',
    '.git/hooks/pre-commit',
    '.GIT/config',
    '.git./x',
    '.git /x',
    'git~1/x',
  ])('F27: refuses %j', async (path) => {
    expect(await refusals(path)).toEqual(['unsafe-path', 'unsafe-path']);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    'CON',
    'a/nul.txt',
    'com1',
    'a\0b',
    'x'.repeat(300),
    'a//b',
    './a',
    '',
    'a/',
    '.g\u200cit/x',
    '.git::$INDEX_ALLOCATION/x',
  ])('F27: refuses %j', async (path) => {
    expect(await refusals(path)).toEqual(['unsafe-path', 'unsafe-path']);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(['.gitignore', '.github/workflows/ci.yml', 'a.git/x', 'console', "it's Q&A $x.py", 'new\nline', 'ü/🚀'])(
    'F38: writes %j',
    async (path) => {
      await write(path);
      expect(readFileSync(join(root, path), 'utf8')).toBe('new\n');
    },
  );

  it('F25: refuses a symbolic link, inside or outside, and leaves its target alone', async () => {
    writeFileSync(join(folder, 'outside'), 'kept\n');
    writeFileSync(join(root, 'inside'), 'kept\n');
    symlinkSync('../outside', join(root, 'Dockerfile'));
    symlinkSync('inside', join(root, 'compose.yaml'));
    symlinkSync('nowhere', join(root, 'dangling'));
    for (const path of ['Dockerfile', 'compose.yaml', 'dangling']) {
      expect(await refusals(path)).toEqual(['unsafe-path', 'unsafe-path']);
      await expect(openWorkspace(root).read(path)).rejects.toMatchObject({ code: 'unsafe-path' });
    }
    expect(readFileSync(join(folder, 'outside'), 'utf8') + readFileSync(join(root, 'inside'), 'utf8')).toBe(
      'kept\nkept\n',
    );
  });

  it('F26: refuses a folder that is a symbolic link', async () => {
    mkdirSync(join(folder, 'out'));
    symlinkSync('../out', join(root, 'docs'));
    expect(await refusals('docs/a/b.md')).toEqual(['unsafe-path', 'unsafe-path']);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });

  it('F26: writes nowhere else while a folder is swapped for a link', async () => {
    mkdirSync(join(folder, 'out'));
    mkdirSync(join(root, 'docs'));
    const swap = `i=0; while [ $i -lt 400 ]; do mv docs kept && ln -s ../out docs; rm docs && mv kept docs; i=$((i+1)); done`;
    const swapping = import('node:child_process').then(({ spawn }) =>
      spawn('sh', ['-c', swap], { cwd: root, stdio: 'ignore' }),
    );
    const done = swapping.then((child) => new Promise((resolve) => child.once('exit', resolve)));
    let running = true;
    void done.then(() => (running = false));
    for (let index = 0; running; index += 1) await write('docs/a.md', `${index}\n`).catch(() => undefined);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });

  it('F28: leaves the other name of a hard link as it was', async () => {
    writeFileSync(join(folder, 'outside'), 'kept\n');
    linkSync(join(folder, 'outside'), join(root, 'Dockerfile'));
    expect(await write('Dockerfile')).toBe('modified');
    expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('kept\n');
  });

  it('F29: refuses a FIFO and a folder without waiting', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    mkdirSync(join(root, 'Dockerfile'));
    expect([await refusals('pipe'), await refusals('Dockerfile')].flat()).toEqual(Array(4).fill('unsafe-path'));
    await expect(openWorkspace(root).read('pipe')).rejects.toMatchObject({ code: 'unsafe-path' });
  });

  it.each([
    ['dockerfile', 'Dockerfile'],
    ['readme.MD', 'README.md'],
    ['Docs/x.md', 'docs/y.md'],
    ['e\u0301.txt', '\u00e9.txt'],
  ])('F31: refuses %j beside %j', async (path, existing) => {
    await write(existing);
    expect(await refusals(path)).toEqual(['unsafe-path', 'unsafe-path']);
  });

  it('F31: refuses a path through a file', async () => {
    await write('a');
    expect(await refusals('a/b')).toEqual(['unsafe-path', 'unsafe-path']);
  });

  it('takes over the temporary file of a killed run', async () => {
    await write('a.txt');
    const { temporaryNameFor } = await import('./temporary-name.js');
    writeFileSync(join(root, temporaryNameFor('a.txt')), 'half');
    await write('a.txt', 'whole\n');
    expect(readdirSync(root)).toEqual(['a.txt']);
  });

  it('F32: refuses to read for editing what is no UTF-8', async () => {
    writeFileSync(join(root, 'README.md'), Buffer.from([0x63, 0xe9, 0x0a]));
    await expect(openWorkspace(root).read('README.md')).rejects.toMatchObject({ code: 'unsafe-path' });
  });

  it('says that the repository is unusable when the root does not exist', () => {
    expect(() => openWorkspace(join(root, 'missing'))).toThrow('found none that can be opened');
  });
});

const unprivileged = 65534;
const isSuperuser = process.getuid?.() === 0;

describe('openWorkspace on a disk that refuses', () => {
  it('F30: says "write-failed" in a read-only folder, and leaves nothing', async () => {
    await write('kept.txt', 'kept\n');
    chmodSync(root, 0o555);
    chmodSync(folder, 0o755);
    if (isSuperuser) process.seteuid!(unprivileged);
    try {
      await expect(write('a/b.txt')).rejects.toMatchObject({ code: 'write-failed' });
      await expect(write('b.txt')).rejects.toMatchObject({ code: 'write-failed' });
    } finally {
      if (isSuperuser) process.seteuid!(0);
      chmodSync(root, 0o755);
    }
    expect(readdirSync(root)).toEqual(['kept.txt']);
  });

  /** Only the superuser may mount; elsewhere the folder without rights above has to do. */
  async function onSmallDisk(action: () => Promise<void>): Promise<void> {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root]).status !== 0) return;
    try {
      await action();
    } finally {
      spawnSync('umount', [root]);
    }
  }

  it('F30: leaves neither half a file nor new folders on a full disk', () =>
    onSmallDisk(async () => {
      await write('kept.txt', 'kept\n');
      await expect(write('a/b/big.txt', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({ code: 'write-failed' });
      await expect(write('kept.txt', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({ code: 'write-failed' });
      expect(readdirSync(root)).toEqual(['kept.txt']);
      expect(readFileSync(join(root, 'kept.txt'), 'utf8')).toBe('kept\n');
    }));

  it('F30: knows before it writes that a disk is read-only', () =>
    onSmallDisk(async () => {
      spawnSync('mount', ['-o', 'remount,ro', root]);
      expect(await refusals('a/b.txt')).toEqual(['write-failed', 'write-failed']);
      expect(await refusals('b.txt')).toEqual(['write-failed', 'write-failed']);
    }));
});
