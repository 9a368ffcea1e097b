import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CommandRequest } from '@devops-orchestrator/contracts';
import { openCommands } from './open-commands.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-commands-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function bash(script: string, more: Partial<CommandRequest> = {}) {
  return openCommands(root).run({
    program: 'bash',
    arguments: ['-euo', 'pipefail', '-c', script],
    timeoutMs: 20_000,
    ...more,
  });
}

function isAlive(id: number): boolean {
  try {
    return (
      execFileSync('ps', ['-o', 'stat=', '-p', String(id)], { encoding: 'utf8' })
        .trim()
        .startsWith('Z') === false
    );
  } catch {
    return false;
  }
}

async function withEnvironment<T>(variables: Record<string, string>, action: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await action();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe('openCommands', () => {
  it('gives success and failure the same shape', async () => {
    expect(await bash('echo out; echo err >&2; exit 3')).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
      aborted: false,
      truncated: false,
      durationMs: expect.any(Number) as number,
    });
  });

  it('runs in the root and closes standard input', async () => {
    expect(await bash('pwd; cat')).toMatchObject({ exitCode: 0, stdout: `${root}\n` });
    expect(await bash('cat', { input: 'given' })).toMatchObject({ stdout: 'given' });
  });

  it('runs no start-up file of the shell, with and without input', async () => {
    writeFileSync(join(root, '.bashrc'), 'echo started-up\n');
    for (const more of [{}, { input: '' }]) {
      const { stdout } = await bash('echo ready', { environment: { HOME: root }, ...more });
      expect(stdout).toBe('ready\n');
    }
  });

  it('says so when there is no such program', async () => {
    const result = await openCommands(root).run({ program: 'no-such-program', arguments: [], timeoutMs: 1000 });
    expect([result.exitCode, result.stderr]).toEqual([
      undefined,
      'no-such-program: no such program outside of the repository',
    ]);
  });

  it('F23: kills the whole group when the time is over', async () => {
    const result = await bash('sleep 300 & echo $! > pid; sleep 300', { timeoutMs: 1000 });
    expect([result.timedOut, result.exitCode, result.durationMs < 4000]).toEqual([true, undefined, true]);
    expect(isAlive(Number(readFileSync(join(root, 'pid'), 'utf8')))).toBe(false);
  });

  it('F23: kills what does not listen to the request to end', async () => {
    const result = await bash("trap '' TERM; echo started; while :; do sleep 1; done", { timeoutMs: 500 });
    expect([result.timedOut, result.durationMs < 4000]).toEqual([true, true]);
  });

  it('F23: leaves no process that the command left behind in its group', async () => {
    await bash('sleep 300 >/dev/null 2>&1 & echo $! > pid');
    expect(isAlive(Number(readFileSync(join(root, 'pid'), 'utf8')))).toBe(false);
  });

  it('F23: leaves no daemon with a session of its own', async () => {
    const started = performance.now();
    await bash("setsid bash -c 'echo $$ > pid; sleep 300' & while [ ! -s pid ]; do sleep 0.05; done");
    expect([isAlive(Number(readFileSync(join(root, 'pid'), 'utf8'))), performance.now() - started < 10_000]).toEqual([
      false,
      true,
    ]);
  });

  it('stops on abort', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const result = await bash('sleep 300', { signal: controller.signal });
    expect([result.aborted, result.exitCode, result.durationMs < 2000]).toEqual([true, undefined, true]);
    expect(await bash('touch started', { signal: controller.signal })).toMatchObject({ aborted: true });
    expect(existsSync(join(root, 'started'))).toBe(false);
  });

  it('F23: keeps the newest MiB of endless output', async () => {
    const result = await bash('{ yes ä || true; } | head -c 30000000; echo END');
    expect([
      result.exitCode,
      result.truncated,
      result.stdout.endsWith('END\n'),
      Buffer.byteLength(result.stdout) <= 1024 * 1024,
    ]).toEqual([0, true, true, true]);
    expect(result.stdout).not.toContain('\uFFFD');
  });

  it('passes on a small environment, and no secret', async () => {
    const variables = {
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      DOCKER_HOST: 'tcp://x',
      DOCKER_PASSWORD: 'hunter22',
      BASH_ENV: '/evil',
    };
    const { stdout } = await withEnvironment(variables, () => bash('env', { environment: { EXTRA: '1' } }));
    const names = stdout.split('\n').map((line) => line.split('=', 1)[0]);
    expect(names).toEqual(expect.arrayContaining(['DOCKER_HOST', 'EXTRA', 'HOME', 'LANG', 'PATH']));
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/AWS|PASSWORD|BASH_ENV|NODE_OPTIONS/)]));
  });

  it('F58: takes the secrets of this process out of the output', async () => {
    const variables = { MY_TOKEN: 'canary-value-0001' };
    const result = await withEnvironment(variables, () =>
      bash('echo canary-value-0001 AKIAEXAMPLECANARY0001; echo canary-value-0001 >&2'),
    );
    expect([result.stdout, result.stderr]).toEqual(['[redacted] [redacted]\n', '[redacted]\n']);
  });

  it.each(['.', '', 'bin', '@root', '@root/bin', '@link'])(
    'F24: finds no program of the repository by PATH entry %j',
    async (entry) => {
      mkdirSync(join(root, 'bin'));
      const outside = mkdtempSync(join(tmpdir(), 'workspace-link-'));
      symlinkSync(join(root, 'bin'), join(outside, 'link'));
      for (const path of ['docker', 'bin/docker', 'bin/only-here', 'only-here']) {
        writeFileSync(join(root, path), `#!/bin/sh\ntouch '${root}/CANARY'\n`);
        chmodSync(join(root, path), 0o755);
      }
      const path = entry.replace('@root', root).replace('@link', join(outside, 'link'));
      const before = process.cwd();
      process.chdir(root);
      try {
        const found = await withEnvironment({ PATH: [path, process.env['PATH']].join(delimiter) }, async () => {
          await bash('only-here || true; docker --version >/dev/null || true');
          return openCommands(root).find('only-here');
        });
        expect([found, existsSync(join(root, 'CANARY'))]).toEqual([undefined, false]);
      } finally {
        process.chdir(before);
        rmSync(outside, { recursive: true });
      }
    },
  );

  it.each(['./docker', 'bin/docker', '@root/docker', ''])('F24: refuses the program %j', async (program) => {
    writeFileSync(join(root, 'docker'), `#!/bin/sh\ntouch '${root}/CANARY'\n`);
    chmodSync(join(root, 'docker'), 0o755);
    const request = { program: program.replace('@root', root), arguments: [], timeoutMs: 5000 };
    expect((await openCommands(root).run(request)).exitCode).toBeUndefined();
    expect(existsSync(join(root, 'CANARY'))).toBe(false);
  });
});
