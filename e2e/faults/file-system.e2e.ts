import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, freshFolder, git } from '../support.js';
import { homeOf, runUnderRule } from './general-rule.js';
import { applicationFiles, everything, run, smallApplication } from './small-application.js';

function headOf(repository: string): string {
  return git(repository, 'rev-parse', 'HEAD');
}

function commitLink(repository: string, target: string, path: string): void {
  symlinkSync(target, join(repository, path));
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message=link');
}

describe('links and strange files', () => {
  it.each(['../outside', '/etc/passwd'])('F25: writes through no symbolic link to %s', (target) => {
    const repository = smallApplication();
    writeFileSync(join(repository, '../outside'), 'untouched');
    commitLink(repository, target, 'Dockerfile');
    const head = headOf(repository);
    const outcome = run(repository);
    expect(outcome).toMatchObject({ status: 4 });
    expect(outcome.stderr + outcome.stdout).toContain('is a symbolic link');
    expect(headOf(repository)).toBe(head);
  });

  it.each(['scripts', 'docs', '.claude'])('F26: writes through no folder %s that leads outside', (folder) => {
    const repository = smallApplication();
    mkdirSync(join(repository, '../out'));
    commitLink(repository, '../out', folder);
    const outcome = run(repository, everything);
    expect(outcome.status).toBe(4);
    expect(readdirSync(join(repository, '../out'))).toEqual([]);
  });

  it('F28: leaves the other name of a hard link alone', () => {
    const repository = smallApplication();
    linkSync(join(repository, 'README.md'), join(repository, '../README-outside.md'));
    expect(run(repository)).toMatchObject({ status: 0 });
  });

  it('F29: opens no pipe and no device', () => {
    const repository = smallApplication();
    spawnSync('mkfifo', [join(repository, 'pipe'), join(repository, 'requirements.txt')]);
    spawnSync('mknod', [join(repository, 'go.mod'), 'c', '1', '5']);
    const started = Date.now();
    const outcome = runUnderRule(repository, ['analyze', '--repo', repository]);
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('requirements.txt (not a regular file (FIFO))');
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('F31: takes neither a folder named Dockerfile nor a dockerfile for its own', () => {
    const folder = smallApplication({ 'Dockerfile/keep.txt': 'mine' });
    expect(run(folder)).toMatchObject({ status: 4 });
    const lower = smallApplication({ dockerfile: 'FROM scratch\n' });
    const outcome = run(lower);
    expect(outcome).toMatchObject({ status: 4 });
    expect(outcome.stderr + outcome.stdout).toContain('collides with the existing "dockerfile"');
    const readme = smallApplication({ 'readme.MD': '# Other\n' });
    run(readme);
    expect(readFileSync(join(readme, 'readme.MD'), 'utf8')).toMatch(/^# Other\n/);
    expect(readFileSync(join(readme, 'README.md'), 'utf8')).toMatch(/^# Shop\n/);
  });

  it('F39: uses one label for a name that is none', () => {
    const repository = smallApplication(
      {
        'package.json': String(applicationFiles['package.json']).replace(
          '"shop"',
          JSON.stringify('../x ÄÖ! $(touch CANARY_F39) & "q"'),
        ),
      },
      "it's a $HOME & co",
    );
    expect(run(repository, everything)).toMatchObject({ status: 0 });
    const compose = readFileSync(join(repository, 'compose.yaml'), 'utf8');
    const service = /^services:\n {2}([^\n]+):$/m.exec(compose)?.[1] ?? '';
    expect(service).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(readFileSync(join(repository, 'monitoring/prometheus/prometheus.yml'), 'utf8')).toContain(service);
  });
});

describe('rights and space', () => {
  it('F30: a folder without read permission is named, and the rest is done', () => {
    const repository = smallApplication();
    mkdirSync(join(repository, 'locked'), { mode: 0 });
    chmodSync(repository, 0o777);
    spawnSync('chown', ['-R', 'nobody', dirname(repository)]);
    chmodSync(join(repository, 'locked'), 0);
    mkdirSync(homeOf(repository));
    const outcome = spawnSync(
      'setpriv',
      [
        '--reuid=65534',
        '--clear-groups',
        process.execPath,
        join(import.meta.dirname, '../../apps/cli/dist/main.js'),
        'analyze',
        '--repo',
        repository,
      ],
      { encoding: 'utf8', cwd: '/', env: { PATH: process.env['PATH'], HOME: homeOf(repository) } },
    );
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain(process.getuid?.() === 0 ? 'locked' : '');
  });

  it.each([
    ['a read-only mount', ['-o', 'remount,ro,bind'], 'rights|right'],
    ['a full disk', undefined, 'space'],
  ] as const)('F30: %s: a clear error, and nothing half-written', (_name, remount, hint) => {
    const mount = join(freshFolder(), 'mount');
    mkdirSync(mount);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]);
    if (mounted.status !== 0) throw new Error('these tests mount file systems: run them as root');
    try {
      const repository = join(mount, 'shop');
      mkdirSync(repository);
      for (const [path, content] of Object.entries(applicationFiles)) writeFileSync(join(repository, path), content);
      commitAll(repository);
      for (const beside of ['home', 'state']) mkdirSync(join(mount, beside));
      const head = headOf(repository);
      if (remount !== undefined) spawnSync('mount', [...remount, mount]);
      else spawnSync('bash', ['-c', `head -c 2M /dev/zero >'${mount}/filler'`]);
      const outcome = run(repository);
      expect(outcome.status).not.toBe(0);
      expect(outcome.stderr + outcome.stdout).toMatch(new RegExp(hint));
      expect(headOf(repository)).toBe(head);
      expect(git(repository, 'fsck', '--no-dangling')).toBe('');
    } finally {
      spawnSync('umount', ['--lazy', mount]);
    }
  });
});

describe('encodings', () => {
  it('F32: keeps CRLF and the byte order mark of a README that gets a section', () => {
    const repository = smallApplication({ 'README.md': '\uFEFF# Shop\r\n\r\nText\r\n' });
    expect(run(repository)).toMatchObject({ status: 0 });
    const readme = readFileSync(join(repository, 'README.md'), 'utf8');
    expect(readme.startsWith('\uFEFF# Shop\r\n\r\nText\r\n')).toBe(true);
    expect(readme.replaceAll('\r\n', '')).not.toContain('\n');
    expect(readme).toContain('docs/runbooks/');
  });

  it.each<[string, Buffer]>([
    ['UTF-16', Buffer.from('\uFEFF# Shop\n', 'utf16le')],
    ['Latin-1', Buffer.from('# Café\n', 'latin1')],
  ])('F32: leaves a README in %s as it is, and says so', (_encoding, content) => {
    const repository = smallApplication({ 'README.md': content });
    const outcome = run(repository);
    expect(readFileSync(join(repository, 'README.md')).equals(content)).toBe(true);
    expect(outcome.stderr + outcome.stdout).toContain('README.md');
  });

  it('F32: reads manifests in UTF-16 and with CRLF, and names what it cannot read', () => {
    const text = String(applicationFiles['package.json']).replaceAll('\n', '\r\n');
    const repository = smallApplication({
      'package.json': Buffer.from(`\uFEFF${text}`, 'utf16le'),
      'pom.xml': Buffer.from('<project><name>Café</name></project>', 'latin1'),
    });
    const outcome = runUnderRule(repository, ['analyze', '--repo', repository]);
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('start      node server.js');
    expect(outcome.stdout).toMatch(/Not readable as text .*pom\.xml/);
  });
});

describe('submodules and large files elsewhere', () => {
  it('F37: fetches no submodule, runs nothing of its URL, and notes both', () => {
    const repository = smallApplication({
      '.gitmodules':
        '[submodule "a"]\n\tpath = a\n\turl = ext::sh -c "touch CANARY_F37"\n[submodule "b"]\n\tpath = b\n\turl = --upload-pack=touch CANARY_F37\n',
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'a.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    });
    git(repository, 'update-index', '--add', '--cacheinfo', `160000,${headOf(repository).trim()},a`);
    git(repository, 'commit', '--quiet', '--message=submodule');
    const outcome = runUnderRule(repository, ['analyze', '--repo', repository]);
    expect(outcome.stdout).toContain('submodules; they are not fetched');
    expect(outcome.stdout).toContain('Git LFS');
    expect(run(repository)).toMatchObject({ status: 0 });
    expect(existsSync(join(repository, 'a'))).toBe(false);
  });

  it('keeps the mode of what it writes', () => {
    const repository = smallApplication();
    expect(run(repository, 'Add deployment scripts')).toMatchObject({ status: 0 });
    expect(statSync(join(repository, 'scripts/deploy.sh')).mode & 0o111).not.toBe(0);
  });
});
