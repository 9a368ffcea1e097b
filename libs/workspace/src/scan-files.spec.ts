import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scanFiles } from './scan-files.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-scan-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

async function pathsOf(files: Readonly<Record<string, string | Buffer>>): Promise<readonly string[]> {
  write(files);
  return (await scanFiles(root)).paths;
}

describe('scanFiles', () => {
  it('lists regular files sorted by code unit', async () => {
    expect(await pathsOf({ 'b/c': '', B: '', a: '', ä: '', 'b-c': '' })).toEqual(['B', 'a', 'b-c', 'b/c', 'ä']);
  });

  it('lets the nearest .gitignore decide', async () => {
    const files = {
      '.gitignore': '*.log\n/build\ntmp/\n!keep.log\n',
      'a.log': '',
      'keep.log': '',
      'build/x': '',
      'src/build/x': '',
      'src/tmp/x': '',
      'src/.gitignore': '!*.log\n',
      'src/b.log': '',
    };
    expect(await pathsOf(files)).toEqual(['.gitignore', 'keep.log', 'src/.gitignore', 'src/b.log', 'src/build/x']);
  });

  it('leaves out what package managers and builds put there', async () => {
    const files = {
      '.git/config': '',
      'node_modules/a/package.json': '',
      'web/node_modules/a/package.json': '',
      '.venv/x': '',
      'env/pyvenv.cfg': '',
      'env/lib/x.py': '',
      'Cargo.toml': '',
      'target/debug/x': '',
      'src/target/kept.ts': '',
      'vendor/modules.txt': '',
      'vendor/github.com/x/y.go': '',
      'lib/vendor/kept.js': '',
    };
    expect(await pathsOf(files)).toEqual(['Cargo.toml', 'lib/vendor/kept.js', 'src/target/kept.ts']);
  });

  it('sees the plans even where .claude is ignored', async () => {
    const paths = await pathsOf({
      '.gitignore': '.claude/\n',
      '.claude/tasks/x/01-a.md': '',
      '.claude/settings.json': '',
    });
    expect(paths).toEqual(['.claude/tasks/x/01-a.md', '.gitignore']);
  });

  it.each<[string, Buffer | string, string | undefined]>([
    ['CRLF as it is', 'a\r\nb', 'a\r\nb'],
    ['UTF-8 without its byte order mark', '\uFEFF{"a":1}', '{"a":1}'],
    ['UTF-16, little end first', Buffer.from('\uFEFFä\n', 'utf16le'), 'ä\n'],
    ['UTF-16, big end first', Buffer.from('\uFEFFä\n', 'utf16le').swap16(), 'ä\n'],
    ['nothing of Latin-1', Buffer.from('é', 'latin1'), undefined],
    ['nothing of a binary', Buffer.from('a\0b'), undefined],
    ['nothing over 2 MiB', 'x'.repeat(2 * 1024 * 1024 + 1), undefined],
    ['an empty file', '', ''],
  ])('F32: reads %s', async (_name, content, text) => {
    write({ file: content });
    const tree = await scanFiles(root);
    expect([tree.has('file'), tree.read('file')]).toEqual([true, text]);
  });

  it('reads nothing that it does not list', async () => {
    write({ '.gitignore': '.env\n', '.env': 'PASSWORD=x' });
    const tree = await scanFiles(root);
    expect([tree.has('.env'), tree.read('.env'), tree.read('../x'), tree.read('/etc/passwd')]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads a file once', async () => {
    write({ file: 'old' });
    const tree = await scanFiles(root);
    tree.read('file');
    write({ file: 'new' });
    expect(tree.read('file')).toBe('old');
  });

  it('knows the executable bit', async () => {
    write({ 'a.sh': '', b: '' });
    chmodSync(join(root, 'a.sh'), 0o755);
    const tree = await scanFiles(root);
    expect([tree.isExecutable('a.sh'), tree.isExecutable('b'), tree.isExecutable('c')]).toEqual([true, false, false]);
  });

  it('F25, F35: notes symbolic links, and follows none, in a loop either', async () => {
    write({ 'a/x': '' });
    symlinkSync('..', join(root, 'a/loop'));
    symlinkSync('/etc/passwd', join(root, 'Dockerfile'));
    const tree = await scanFiles(root);
    expect([tree.paths, tree.skipped, tree.read('Dockerfile')]).toEqual([
      ['a/x'],
      [
        { path: 'Dockerfile', reason: 'symbolic link' },
        { path: 'a/loop', reason: 'symbolic link' },
      ],
      undefined,
    ]);
  });

  it('F29: opens no FIFO and no socket', async () => {
    execFileSync('mkfifo', [join(root, 'package.json'), join(root, '.gitignore')]);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { paths, skipped } = await scanFiles(root);
    server.close();
    expect([paths, skipped.map(({ path }) => path)]).toEqual([[], ['.gitignore', 'package.json', 'socket']]);
  });

  it('F30: notes a folder that cannot be read', async () => {
    write({ 'secret/x': '', 'a.txt': '' });
    chmodSync(join(root, 'secret'), 0);
    chmodSync(root, 0o755);
    const superuser = process.getuid?.() === 0;
    if (superuser) process.seteuid!(65534);
    const { paths, skipped } = await scanFiles(root).finally(() => superuser && process.seteuid!(0));
    chmodSync(join(root, 'secret'), 0o755);
    expect([paths, skipped]).toEqual([['a.txt'], [{ path: 'secret', reason: 'folder cannot be read (EACCES)' }]]);
  });

  it('F32: notes a name that is not UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe9, 0x78])]), '');
    const { paths, skipped } = await scanFiles(root);
    expect([paths, skipped.map(({ reason }) => reason)]).toEqual([[], ['name is not UTF-8']]);
  });

  it('F35: stops at a number of files and says so', async () => {
    write(Object.fromEntries([...Array(30).keys()].map((index) => [`d${index % 3}/f${index}`, ''])));
    const { paths, skipped } = await scanFiles(root, { files: 12, depth: 100 });
    expect([paths.length, skipped.length]).toEqual([12, 1]);
    expect(skipped[0]?.reason).toContain('more than 12 files');
  });

  it('F35: does not go deeper than a level', async () => {
    write({ 'a/b/c/d': '', 'a/x': '' });
    expect(await scanFiles(root, { files: 100, depth: 1 })).toMatchObject({
      paths: ['a/x'],
      skipped: [{ path: 'a/b', reason: 'deeper than 1 folders' }],
    });
  });

  it('F35: survives folders deeper than a path can name', async () => {
    const name = 'd'.repeat(200);
    const script = `i=0; while [ $i -lt 30 ]; do mkdir ${name} && cd -P ${name} 2>/dev/null; i=$((i+1)); done`;
    execFileSync('bash', ['-c', script], { cwd: root });
    const { skipped } = await scanFiles(root);
    expect(skipped.map(({ reason }) => reason)).toEqual(['folder cannot be read (ENAMETOOLONG)']);
    execFileSync('rm', ['-rf', join(root, name)]);
  });

  it('F36: is not slowed down by a hostile .gitignore', async () => {
    const rules = ['*a*a*a*a*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/a/**/b', `${'['.repeat(5000)}`, '[', '\\'];
    write({ '.gitignore': rules.join('\n'), ['a'.repeat(250)]: '', 'a/a/a/a/a/a/a/a/a/c': '' });
    const started = performance.now();
    expect((await scanFiles(root)).paths.length).toBe(3);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
