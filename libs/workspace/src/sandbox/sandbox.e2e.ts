import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandRequest, CommandResult } from '@devops-orchestrator/contracts';
import { openCommands } from '../open-commands.js';
import type { CommandOptions } from '../open-commands.js';

let folder: string;
let root: string;
let home: string;
const before = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  root = join(folder, 'repository');
  home = join(folder, 'home');
  for (const path of [root, join(home, '.ssh'), join(home, '.aws'), join(home, '.config', 'gcloud')]) {
    mkdirSync(path, { recursive: true });
  }
  writeFileSync(join(home, '.ssh', 'id_rsa'), 'CANARY_KEY');
  writeFileSync(join(home, '.aws', 'credentials'), 'CANARY_KEY');
  writeFileSync(join(home, '.config', 'gcloud', 'x.json'), 'CANARY_KEY');
  writeFileSync(join(home, '.bashrc'), 'as it was\n');
  process.env['HOME'] = home;
});

afterEach(() => {
  process.env['HOME'] = before['HOME'];
  process.env['PATH'] = before['PATH'];
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string, more: Partial<CommandRequest> = {}, options: CommandOptions = {}): Promise<CommandResult> {
  const commands = openCommands(root, { sandbox: { mode: 'require' }, ...options });
  return commands.run({
    program: 'bash',
    arguments: ['-euo', 'pipefail', '-c', script],
    timeoutMs: 60_000,
    ...more,
  });
}

function processesWith(text: string): number {
  return spawnSync('pgrep', ['-f', text], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line !== '').length;
}

describe('openCommands in the sandbox', () => {
  it('says that it is there', async () => {
    const commands = openCommands(root, { sandbox: { mode: 'auto' } });
    expect(await commands.sandbox()).toMatchObject({ sandboxed: true });
    expect(await openCommands(root).sandbox()).toEqual({ sandboxed: false, reason: 'no sandbox was asked for' });
  });

  it('writes in the repository, with the same result as without', async () => {
    expect(await run('echo hello > x; cat x; pwd; exit 3')).toMatchObject({ exitCode: 3, stdout: `hello\n${root}\n` });
    expect(readFileSync(join(root, 'x'), 'utf8')).toBe('hello\n');
    expect(await run('cat', { input: 'given' })).toMatchObject({ exitCode: 0, stdout: 'given' });
  });

  it('keeps the temporary folder from one command to the next, at the same path as outside', async () => {
    const { stdout } = await run('f=$(mktemp); echo kept > "$f"; echo "$f"');
    expect((await run(`cat ${stdout.trim()}`)).stdout).toBe('kept\n');
    expect(readFileSync(stdout.trim(), 'utf8')).toBe('kept\n');
  });

  it('F21: shows no key and leaves the home folder as it was', async () => {
    const script = `
      cat ~/.ssh/id_rsa ~/.aws/credentials ~/.config/gcloud/x.json '${home}/.ssh/id_rsa' || true
      find / -xdev \\( -name id_rsa -o -name credentials \\) -path '*sandbox-*' 2>/dev/null || true
      echo evil >> ~/.bashrc; mkdir -p ~/.ssh; echo evil > ~/.ssh/authorized_keys`;
    const { stdout } = await run(script);
    expect(stdout).toBe('');
    expect(readFileSync(join(home, '.bashrc'), 'utf8')).toBe('as it was\n');
    expect(existsSync(join(home, '.ssh', 'authorized_keys'))).toBe(false);
  });

  it.each(['/etc/canary', '/usr/canary', '/opt/canary', '/canary', '/var/canary', '/boot/canary', '/root/canary'])(
    'cannot write %s',
    async (path) => {
      await run(`echo x > ${path} || true`);
      expect(existsSync(path)).toBe(false);
    },
  );

  it('shows no shadow file, and nothing beside the repository', async () => {
    writeFileSync(join(folder, 'neighbour'), 'CANARY');
    const { stdout } = await run(`cat /etc/shadow /etc/sudoers '${folder}/neighbour' || true; ls '${folder}'`);
    // the home folder is one of its own
    expect(stdout).toBe('home\nrepository\n');
  });

  it('F13: keeps hooks and settings of git from being written, and git readable', async () => {
    spawnSync('git', ['init', '--quiet', root]);
    const { stdout } = await run(
      'echo evil > .git/hooks/pre-commit || true; git config core.fsmonitor evil || true; git status --porcelain; echo ok',
    );
    expect(stdout).toBe('ok\n');
    expect(existsSync(join(root, '.git', 'hooks', 'pre-commit'))).toBe(false);
    expect(readFileSync(join(root, '.git', 'config'), 'utf8')).not.toContain('evil');
  });

  it('reads the history of a linked worktree', async () => {
    const main = join(folder, 'main');
    const git = (...args: string[]) =>
      spawnSync('git', ['-C', main, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    spawnSync('git', ['init', '--quiet', main]);
    git('commit', '--quiet', '--allow-empty', '--message=first');
    rmSync(root, { recursive: true });
    git('worktree', 'add', root);
    expect((await run('git log --format=%s')).stdout).toBe('first\n');
  });

  it('shows no folder that a false .git file names', async () => {
    writeFileSync(join(root, '.git'), `gitdir: ${join(home, '.ssh')}\n`);
    expect((await run(`cat '${home}/.ssh/id_rsa' || true`)).stdout).toBe('');
  });

  describe('with a server outside', () => {
    let server: Server;
    let reached = 0;
    beforeAll((done) => {
      server = createServer((socket) => {
        reached += 1;
        socket.end('hello\n');
      }).listen(0, '127.0.0.1', done);
    });
    afterAll(() => server.close());
    const connect = () => `exec 3<>/dev/tcp/127.0.0.1/${(server.address() as AddressInfo).port}; cat <&3`;

    it('F22: reaches no network unless asked, and goes on', async () => {
      const { stdout } = await run(`(${connect()}) || echo blocked; echo on`);
      expect([stdout, reached]).toEqual(['blocked\non\n', 0]);
    });

    it('reaches the network where the command says so', async () => {
      expect((await run(connect(), { mayReach: ['network'] })).stdout).toBe('hello\n');
      expect((await run(connect(), {}, { sandbox: { mode: 'require', network: 'host' } })).stdout).toBe('hello\n');
    });
  });

  it('shows the engine’s socket only where the command says so', async () => {
    const script = 'test -S /var/run/docker.sock -o -S /run/docker.sock && echo there || echo absent';
    expect((await run(script)).stdout).toBe('absent\n');
    expect((await run(script, { mayReach: ['network'] })).stdout).toBe('absent\n');
    if (existsSync('/var/run/docker.sock'))
      expect((await run(script, { mayReach: ['docker'] })).stdout).toBe('there\n');
  });

  it('drives the engine where the command says so, with paths that mean the same to it', async () => {
    writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    writeFileSync(join(root, 'compose.yaml'), 'services: { a: { build: . } }\n');
    const script = `
      docker build --quiet --tag sandbox-e2e:verify . >/dev/null
      docker compose config --quiet
      folder=$(mktemp -d)
      docker create --name sandbox-e2e --volume "$folder:/x" --volume ./Dockerfile:/y sandbox-e2e:verify none >/dev/null
      docker inspect --format '{{range .Mounts}}{{.Source}} {{end}}' sandbox-e2e
      docker rm sandbox-e2e >/dev/null
      docker image rm sandbox-e2e:verify >/dev/null`;
    const result = await run(script, { mayReach: ['docker', 'network'] });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const sources = result.stdout.trim().split(' ').sort();
    expect(sources).toContain(join(root, 'Dockerfile'));
    expect(sources.every((path) => existsSync(path))).toBe(true);
  });

  it('sees no process outside, and cannot end one', async () => {
    expect((await run(`ps -e -o pid= | wc -l; kill -9 ${process.pid} || echo refused`)).stdout).toMatch(
      /^\d\nrefused\n$/,
    );
  });

  it('F23: takes daemons along at the end, at the time limit and on abort', async () => {
    await run('setsid sleep 61234 & disown; true');
    expect(processesWith('sleep 61234')).toBe(0);
    const result = await run('setsid sleep 61235 & sleep 61236', { timeoutMs: 1000 });
    expect([result.timedOut, result.durationMs < 5000, processesWith('sleep 6123')]).toEqual([true, true, 0]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    expect(await run('sleep 61237', { signal: controller.signal })).toMatchObject({ aborted: true });
    expect(processesWith('sleep 6123')).toBe(0);
  });

  it('F23: kills what eats memory, in many processes too', async () => {
    const eat = `node -e 'const all = []; setInterval(() => all.push(Buffer.alloc(20e6, 1)), 20)'`;
    const one = await run(eat, {}, { memoryLimitMiB: 400 });
    expect([one.exitCode, one.stderr]).toEqual([undefined, expect.stringContaining('more than 400 MiB of memory')]);
    const many = await run(`for n in 1 2 3 4; do setsid ${eat} & done; wait`, {}, { memoryLimitMiB: 600 });
    expect([many.exitCode, many.durationMs < 30_000]).toEqual([undefined, true]);
  });

  it('starts nothing without a sandbox where one is required, and says why', async () => {
    process.env['PATH'] = join(folder, 'empty');
    mkdirSync(join(folder, 'empty'));
    spawnSync('/bin/ln', ['-s', '/bin/bash', '/usr/bin/touch', join(folder, 'empty')]);
    const required = await run('touch started');
    expect([required.exitCode, required.stderr]).toEqual([
      undefined,
      'not started outside of a sandbox: bubblewrap (bwrap) is not installed',
    ]);
    expect(existsSync(join(root, 'started'))).toBe(false);
    await run('touch started', {}, { sandbox: { mode: 'auto' } });
    expect(existsSync(join(root, 'started'))).toBe(true);
  });

  it('says so where bubblewrap cannot make a sandbox', async () => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin', 'bwrap'),
      '#!/bin/sh\necho "No permissions to create a new namespace" >&2; exit 1\n',
      {
        mode: 0o755,
      },
    );
    process.env['PATH'] = `${join(folder, 'bin')}:${before['PATH']}`;
    expect(await openCommands(root, { sandbox: { mode: 'auto' } }).sandbox()).toEqual({
      sandboxed: false,
      reason: 'bubblewrap cannot make a sandbox here: No permissions to create a new namespace',
    });
  });

  it('F20: holds what an install script does', async () => {
    const canary = join(home, 'CANARY_F20');
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', scripts: { postinstall: `touch '${canary}' && touch installed` } }),
    );
    expect(await run('npm install --offline --no-audit --no-fund --loglevel=error')).toMatchObject({ exitCode: 0 });
    expect([existsSync(canary), existsSync(join(root, 'installed'))]).toEqual([false, true]);
  });

  it('runs the tools of the machine: node, python, git', async () => {
    expect(await run('node --version; python3 --version; git --version; npm --version')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});
