import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout, commitAll, copyExample, freshFolder, git, orchestrator, provideImages } from './support.js';

const main = join(checkout, 'apps', 'cli', 'dist', 'main.js');
const example = 'static-site';

function runArguments(repository: string, request: string, ...more: readonly string[]): readonly string[] {
  return ['run', '--repo', repository, '--request', request, '--verify', 'static', ...more];
}

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.resume();
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>((settle) =>
    child.once('close', (code, signal) => settle({ code, signal, stderr })),
  );
  return { child, ended, said: (text: string) => stderr.includes(text) };
}

async function until(condition: () => boolean, what: string, seconds = 60): Promise<void> {
  for (let waited = 0; !condition(); waited += 0.05) {
    if (waited > seconds) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(50);
  }
}

function journalsOf(repository: string): readonly string[] {
  const runs = join(repository, '.git', 'devops-orchestrator', 'runs');
  return existsSync(runs) ? readdirSync(runs) : [];
}

describe('one run at a time', () => {
  it('F43: the second run is refused while the first goes on, and names its process', async () => {
    const { repository, request } = copyExample(example);
    const first = start(runArguments(repository, request));
    await until(() => existsSync(join(repository, '.git', 'devops-orchestrator', 'lock')), 'the lock');
    const second = orchestrator(runArguments(repository, request));
    expect(second.status).toBe(4);
    expect(second.stderr).toContain(String(first.child.pid));
    expect((await first.ended).code).toBe(0);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('F47: %s ends the run within two seconds with %i, and resume finishes it', async (signal, status) => {
    const { repository, request } = copyExample(example);
    const run = start(runArguments(repository, request));
    await until(() => run.said('Phase 2/3'), 'phase 2');
    const asked = performance.now();
    run.child.kill(signal);
    expect((await run.ended).code).toBe(status);
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(JSON.parse(orchestrator(['status', '--repo', repository, '--json']).stdout)).toMatchObject({
      state: 'interrupted',
      resumable: true,
    });
    expect(orchestrator(['resume', '--repo', repository])).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('F47: a reader of the output that goes away ends the run, and resume finishes it', () => {
    const { repository, request } = copyExample(example);
    const command = [process.execPath, main, ...runArguments(repository, request)].map((word) => `'${word}'`).join(' ');
    const piped = spawnSync('bash', ['-c', `${command} 2>&1 | head -n 1; exit "\${PIPESTATUS[0]}"`], {
      encoding: 'utf8',
    });
    expect([0, 143]).toContain(piped.status);
    const { state } = JSON.parse(orchestrator(['status', '--repo', repository, '--json']).stdout) as { state: string };
    if (state !== 'done') expect(orchestrator(['resume', '--repo', repository])).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

describe('kill -9', () => {
  it('F45: is explained by status, put back by abort, and a new run works', async () => {
    const { repository, request } = copyExample(example);
    const run = start(runArguments(repository, request));
    await until(() => run.said('created Dockerfile'), 'the files of a task');
    run.child.kill('SIGKILL');
    await run.ended;
    expect(orchestrator(['status', '--repo', repository]).stdout).toContain('devops-orchestrator resume');
    const aborted = orchestrator(['abort', '--repo', repository]);
    expect(aborted).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
    expect(orchestrator(['runs', '--repo', repository]).stdout).toContain('aborted');
    expect(orchestrator(runArguments(repository, request))).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('leaves no container and no network once the run is aborted or resumed', async () => {
    const { repository, request } = copyExample(example);
    expect(orchestrator(runArguments(repository, request))).toMatchObject({ status: 0 });
    provideImages(repository);
    const args = ['implement', '--repo', repository, '--verify', 'live', '--no-commit'];
    const before = { containers: docker('ps', '--all', '--quiet'), networks: docker('network', 'ls', '--quiet') };
    const run = start(args);
    await until(() => docker('ps', '--all', '--quiet') !== before.containers, 'a container', 400);
    run.child.kill('SIGKILL');
    await run.ended;
    expect(orchestrator(['abort', '--repo', repository])).toMatchObject({ status: 0 });
    expect(docker('ps', '--all', '--quiet')).toBe(before.containers);
    expect(docker('network', 'ls', '--quiet')).toBe(before.networks);
  });
});

function docker(...args: readonly string[]): string {
  return spawnSync('docker', [...args], { encoding: 'utf8' }).stdout;
}

describe('a disk that refuses', () => {
  /** The example on a file system of its own, of so many MiB. */
  function onSmallDisk(megabytes: number): { repository: string; request: string; mount: (options: string) => void } {
    const { repository: source, request } = copyExample(example);
    const point = join(freshFolder(), 'disk');
    mkdirSync(point);
    const mount = (options: string) => {
      const result = spawnSync('mount', ['-o', `remount,${options}`, point], { encoding: 'utf8' });
      if (result.status !== 0) throw new Error(result.stderr);
    };
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', point], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`needs the right to mount a file system: ${made.stderr}`);
    mounted.push(point);
    const repository = join(point, 'shop');
    cpSync(source, repository, { recursive: true });
    return { repository, request, mount };
  }
  const mounted: string[] = [];
  afterAll(() => mounted.forEach((point) => spawnSync('umount', ['--lazy', point])));

  it('F30: a full disk ends the run with a clear error, and resume finishes it when there is space', () => {
    const { repository, request, mount } = onSmallDisk(1);
    const full = orchestrator(runArguments(repository, request));
    expect([1, 4]).toContain(full.status);
    expect(full.stdout + full.stderr).toMatch(/ENOSPC|No space/i);
    expect(full.stdout + full.stderr).not.toMatch(/\n {4}at /);
    mount('size=64m');
    const again = orchestrator(
      journalsOf(repository).length > 0 ? ['resume', '--repo', repository] : runArguments(repository, request),
    );
    expect([0, 2]).toContain(again.status);
    if (again.status === 2) expect(orchestrator(runArguments(repository, request))).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
    expect(spawnSync('git', ['-C', repository, 'fsck', '--strict', '--no-dangling']).status).toBe(0);
  });

  it('F30: a read-only disk is refused, and nothing has changed', () => {
    const { repository, request, mount } = onSmallDisk(64);
    const head = git(repository, 'rev-parse', 'HEAD');
    mount('ro');
    const refused = orchestrator(runArguments(repository, request));
    expect(refused.status).toBe(4);
    expect(refused.stderr).not.toMatch(/\n {4}at /);
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
    mount('rw');
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

describe('a repository that changes', () => {
  function application(): string {
    const repository = join(freshFolder(), 'shop');
    mkdirSync(repository);
    writeFileSync(join(repository, 'package.json'), manifest({ express: '^5.0.0' }));
    writeFileSync(join(repository, 'server.js'), "require('express')().listen(process.env.PORT || 3000);\n");
    writeFileSync(join(repository, 'README.md'), '# Shop\n');
    commitAll(repository);
    return repository;
  }
  const manifest = (dependencies: Record<string, string>) =>
    JSON.stringify({ name: 'shop', main: 'server.js', scripts: { start: 'node server.js' }, dependencies });
  const words = 'Dockerize this with docker compose';

  function addRedis(repository: string): void {
    writeFileSync(join(repository, 'package.json'), manifest({ express: '^5.0.0', redis: '^5.0.0' }));
    git(repository, 'commit', '--quiet', '--all', '--message=Use Redis');
  }

  it('F42: a plan that is older than the repository is not carried out', () => {
    const repository = application();
    expect(orchestrator(['plan', '--repo', repository, '--request', words])).toMatchObject({ status: 0 });
    addRedis(repository);
    const head = git(repository, 'rev-parse', 'HEAD');
    const outcome = orchestrator(['implement', '--repo', repository, '--verify', 'static']);
    expect(outcome.status).toBe(4);
    expect(outcome.stdout).toContain('is stale');
    expect(outcome.stdout).toContain('redis');
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('check exits with 0 while they agree, with 1 and a diff when they do not, and writes nothing', () => {
    const repository = application();
    expect(orchestrator(runArguments(repository, words))).toMatchObject({ status: 0 });
    expect(orchestrator(['check', '--repo', repository])).toMatchObject({ status: 0 });
    addRedis(repository);
    const drift = orchestrator(['check', '--repo', repository]);
    expect(drift.status).toBe(1);
    expect(drift.stdout).toContain('+++ b/compose.yaml');
    expect(JSON.parse(orchestrator(['check', '--repo', repository, '--json']).stdout)).toMatchObject({ drifted: true });
    expect(git(repository, 'status', '--porcelain')).toBe('');
    expect(orchestrator(runArguments(repository, words))).toMatchObject({ status: 0 });
    expect(orchestrator(['check', '--repo', repository])).toMatchObject({ status: 0 });
  });

  it('F51: a task file that is no task any more stops the phase before anything has changed', () => {
    const repository = application();
    expect(orchestrator(['plan', '--repo', repository, '--request', words])).toMatchObject({ status: 0 });
    const task = join(repository, '.claude/tasks/docker-setup/02-create-dockerfiles.md');
    writeFileSync(task, readFileSync(task, 'utf8').slice(0, 200));
    git(repository, 'commit', '--quiet', '--all', '--message=Broken');
    const outcome = orchestrator(['implement', '--repo', repository, '--verify', 'static']);
    expect(outcome.status).toBe(1);
    expect(outcome.stdout).toMatch(/02-create-dockerfiles\.md:\d+:/);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

describe('--worktree', () => {
  it('leaves the checkout and its uncommitted work alone, and its branch can be merged', () => {
    const { repository, request } = copyExample(example);
    writeFileSync(join(repository, 'README.md'), '# Work of mine\n');
    const head = git(repository, 'rev-parse', 'HEAD');
    const outcome = orchestrator(runArguments(repository, request, '--worktree', '--json'));
    expect(outcome.status).toBe(0);
    expect(git(repository, 'status', '--porcelain').trim()).toBe('M README.md');
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
    const [branch = ''] = git(
      repository,
      'branch',
      '--list',
      'devops-orchestrator/*',
      '--format=%(refname:short)',
    ).split('\n');
    expect(outcome.stdout).toContain(branch);
    expect(git(repository, 'worktree', 'list').trim().split('\n').length).toBe(1);
    expect(git(repository, 'ls-tree', '--name-only', branch)).toContain('Dockerfile');
  });
});
