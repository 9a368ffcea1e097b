import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout, commitAll, exampleNames, freshFolder, git } from '../support.js';
import { homeOf, runUnderRule, stateOf } from './general-rule.js';
import { applicationFiles, everything, folderWith, run, smallApplication } from './small-application.js';

function headOf(repository: string): string {
  return git(repository, 'rev-parse', 'HEAD');
}

describe('repository state', () => {
  it.each<[string, (repository: string) => void, number]>([
    [
      'an empty work tree',
      (folder) => {
        git(folder, 'rm', '-rq', '.');
        git(folder, 'commit', '--quiet', '--message=empty');
      },
      3,
    ],
    ['a detached HEAD', (folder) => git(folder, 'checkout', '--quiet', '--detach'), 0],
    ['a repository nested in it', (folder) => commitAll(nested(folder)), 0],
    ['a repository around it', (folder) => git(dirname(folder), 'init', '--quiet'), 0],
  ])('F40: %s has a stated outcome', (_state, prepare, status) => {
    const repository = smallApplication();
    prepare(repository);
    expect(run(repository).status).toBe(status);
  });

  it('F40: refuses while the README has changes of the user, and loses nothing', () => {
    const repository = smallApplication();
    writeFileSync(join(repository, 'README.md'), '# Mine\n');
    const head = headOf(repository);
    const outcome = run(repository);
    expect(outcome).toMatchObject({ status: 4 });
    expect(outcome.stderr + outcome.stdout).toContain('README.md has uncommitted changes');
    expect([headOf(repository), readFileSync(join(repository, 'README.md'), 'utf8')]).toEqual([head, '# Mine\n']);
  });

  it('F40: commits nothing of what the user staged or changed', () => {
    const repository = smallApplication({ 'notes.txt': 'a\n' });
    writeFileSync(join(repository, 'mine.txt'), 'x');
    git(repository, 'add', 'mine.txt');
    writeFileSync(join(repository, 'mine.txt'), 'y');
    writeFileSync(join(repository, 'notes.txt'), 'b\n');
    expect(run(repository)).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('AM mine.txt\n M notes.txt\n');
    expect(git(repository, 'show', ':mine.txt')).toBe('x');
    expect(git(repository, 'log', '--name-only', '--format=', 'HEAD~1..')).not.toMatch(/mine|notes/);
  });

  it('F40: works without a repository, and says that nothing was committed', () => {
    const folder = folderWith(applicationFiles, 'plain');
    const outcome = run(folder);
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('nothing was committed');
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(true);
  });

  it('F40: refuses a bare repository, a file, and a path where nothing is', () => {
    const folder = freshFolder();
    git(folder, 'init', '--quiet', '--bare', 'bare.git');
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['bare.git', 'file', 'nothing']) {
      const outcome = runUnderRule(join(folder, 'bare.git'), [
        'run',
        '--repo',
        join(folder, name),
        '--request=Dockerize this',
      ]);
      expect(outcome).toMatchObject({ status: 4 });
    }
  });

  it('F40: takes a repository without commits, a shallow one and a linked work tree', () => {
    const { 'README.md': _readme, ...files } = applicationFiles;
    const fresh = folderWith(files, 'new');
    git(fresh, 'init', '--quiet');
    expect(run(fresh)).toMatchObject({ status: 0 });
    expect(git(fresh, 'status', '--porcelain').trim().split('\n')).toEqual(['?? package.json', '?? server.js']);
    const source = smallApplication();
    const shallow = join(freshFolder(), 'shallow');
    git(dirname(shallow), 'clone', '--quiet', '--depth=1', `file://${source}`, shallow);
    expect(run(shallow)).toMatchObject({ status: 0 });
    const linked = join(freshFolder(), 'linked');
    git(source, 'worktree', 'add', '--quiet', '-b', 'other', linked);
    expect(run(linked)).toMatchObject({ status: 0 });
    expect(git(source, 'status', '--porcelain')).toBe('');
  });

  it('F41: plan changes no byte but its folder, the index included', () => {
    const repository = smallApplication();
    writeFileSync(join(repository, 'staged.txt'), 'x');
    git(repository, 'add', 'staged.txt');
    const before = [digestOf(repository), readFileSync(join(repository, '.git/index'))];
    const args = ['plan', '--repo', repository, '--request', everything, '--no-commit'];
    const outcome = runPlan(repository, args);
    expect(outcome).toBe(0);
    expect([digestOf(repository), readFileSync(join(repository, '.git/index'))]).toEqual(before);
    expect(readdirSync(join(repository, '.claude/tasks')).length).toBe(1);
  });

  it('F48: the second run makes no commit and no change', () => {
    const repository = smallApplication();
    expect(run(repository, everything)).toMatchObject({ status: 0 });
    const head = headOf(repository);
    expect(run(repository, everything)).toMatchObject({ status: 0 });
    expect(headOf(repository)).toBe(head);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('changes nothing with --dry-run, and shows the diff', () => {
    const repository = smallApplication();
    const head = headOf(repository);
    const outcome = run(repository, 'Dockerize this', '--dry-run');
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('+++ b/Dockerfile');
    expect(headOf(repository)).toBe(head);
  });
});

describe('the same run elsewhere', () => {
  it.each(exampleNames.filter((name) => /express-postgres|mono|fastapi/.test(name)))(
    'F49: writes the same bytes for examples/%s in another folder, zone, locale, mask, order and by another user',
    (name) => {
      const here = replay(name, 'forwards', { LANG: 'C.UTF-8', TZ: 'UTC' });
      const there = replay(name, 'backwards', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' });
      expect(there).toEqual(here);
      expect(Object.keys(here).length).toBeGreaterThan(20);
    },
  );
});

/** Runs without commits, as root or as nobody, and gives path to mode and digest of all that was written. */
function replay(name: string, order: 'forwards' | 'backwards', environment: NodeJS.ProcessEnv): Record<string, string> {
  const repository = join(freshFolder(), order === 'forwards' ? 'a' : 'a folder/b', name);
  mkdirSync(repository, { recursive: true });
  const source = join(checkout, 'examples', name, 'repository');
  const paths = git(checkout, 'ls-files', '-z', '--', source)
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.slice(path.indexOf('/repository/') + 12));
  for (const path of order === 'forwards' ? paths : paths.reverse()) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), readFileSync(join(source, path)));
  }
  mkdirSync(homeOf(repository));
  const user = order === 'forwards' ? [] : ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  if (order === 'backwards') spawnSync('chown', ['-R', '65534:65534', dirname(dirname(dirname(repository)))]);
  const request = readFileSync(join(checkout, 'examples', name, 'request.txt'), 'utf8').trim();
  const command = join(checkout, 'apps/cli/dist/main.js');
  const script = `umask ${order === 'forwards' ? '022' : '077'}; exec "$@"`;
  const args = [
    ...user,
    process.execPath,
    command,
    'run',
    '--repo',
    repository,
    '--request',
    request,
    '--verify',
    'static',
    '--no-commit',
  ];
  const result = spawnSync('bash', ['-c', script, 'bash', ...args], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: homeOf(repository), XDG_STATE_HOME: stateOf(repository), ...environment },
  });
  expect({ status: result.status, stderr: result.status === 0 ? '' : result.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  return Object.fromEntries(
    readdirSync(repository, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/REPORT\.md$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('/.devops-orchestrator/'))
      .map((path) => [path.slice(repository.length), createHash('sha256').update(readFileSync(path)).digest('hex')])
      .sort(),
  ) as Record<string, string>;
}

function nested(folder: string): string {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  writeFileSync(join(inner, 'package.json'), '{"name":"inner"}');
  return inner;
}

function runPlan(repository: string, args: readonly string[]): number | null {
  const command = join(checkout, 'apps/cli/dist/main.js');
  return spawnSync(process.execPath, [command, ...args], { env: { ...process.env, NODE_OPTIONS: '' } }).status;
}

/** Digest of every file of the work tree but the plan's. */
function digestOf(repository: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(repository, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !/\/\.(?:git|claude)\//.test(path)) hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex');
}
