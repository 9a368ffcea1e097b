import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCommands } from './open-commands.js';
import { listProcesses } from './process-table.js';
import { bundleProgram, exitOf } from './testing/start-orchestrator.js';
import type { BundledProgram } from './testing/start-orchestrator.js';

let root: string;
let program: BundledProgram;

beforeAll(() => {
  program = bundleProgram(`
    import { openCommands } from 'workspace';
    const [root, runId, script] = process.argv.slice(2);
    const commands = openCommands(root, { runId });
    if (script === 'kill') {
      const own = commands.run({ program: 'sleep', arguments: ['1'], timeoutMs: 9000 });
      console.log(await commands.killLeftovers(runId));
      if ((await own).exitCode !== 0) console.log('killed what it started');
    } else await commands.run({ program: 'bash', arguments: ['-c', script], timeoutMs: 60_000 });
  `);
});

afterAll(() => program.remove());

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-leftovers-'));
});

afterEach(async () => {
  for (const id of ['run-1', 'run-2']) await openCommands(root).killLeftovers(id);
  rmSync(root, { recursive: true, force: true });
});

const isAlive = (id: number) => listProcesses().some((running) => running.id === id);

/** Runs a script in an orchestrator that is then killed; @returns the processes that the script wrote down. */
async function leaveBehind(runId: string, script: string, count: number): Promise<number[]> {
  const file = join(root, `${runId}.ids`);
  const child = program.start(root, runId, `note() { echo "$1" >> ${file}; }; export -f note\n${script}`);
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : []);
  for (let wait = 0; wait < 200 && read().length < count; wait += 1) await sleep(25);
  process.kill(child.pid!, 'SIGKILL');
  await exitOf(child);
  return read();
}

const withGrandchild = `
  setsid bash -c 'note $$; exec sleep 300' &
  sleep 300 & note $!
  note $$; wait`;

describe('killLeftovers', () => {
  it('ends the command of a killed run, and what left its group', async () => {
    const ids = await leaveBehind('run-1', withGrandchild, 3);
    expect(ids.map(isAlive)).toEqual([true, true, true]);
    expect(await openCommands(root).killLeftovers('run-1')).toBe(3);
    expect(ids.map(isAlive)).toEqual([false, false, false]);
  });

  it('ends what ignores the request to end, and what dropped its environment', async () => {
    const script = `
      trap '' TERM
      env -i sleep 300 & note $!
      (trap '' TERM; setsid bash -c 'note $$; while true; do sleep 1; done') &
      note $$; while true; do sleep 1; done`;
    const ids = await leaveBehind('run-1', script, 3);
    expect(await openCommands(root).killLeftovers('run-1')).toBeGreaterThanOrEqual(3);
    expect(ids.map(isAlive)).toEqual([false, false, false]);
  });

  it('leaves another run alone', async () => {
    const others = await leaveBehind('run-2', 'note $$; exec sleep 300', 1);
    expect(await openCommands(root).killLeftovers('run-1')).toBe(0);
    expect(others.map(isAlive)).toEqual([true]);
  });

  it('leaves the process that asks alone, what that one started, and what started it', async () => {
    const script = `
      sleep 300 & sleep 300 & disown -a
      ${process.execPath} ${program.file} ${root} run-1 kill; echo survived`;
    const request = { program: 'bash', arguments: ['-c', script], timeoutMs: 20_000 };
    const { stdout } = await openCommands(root, { runId: 'run-1' }).run(request);
    expect(stdout).toBe('2\nsurvived\n');
  });

  it('finds nothing after a run that ended by itself', async () => {
    const child = program.start(root, 'run-1', 'sleep 300 & echo done');
    await once(child, 'exit');
    expect(await openCommands(root).killLeftovers('run-1')).toBe(0);
  });

  it.each(['', 'a\0b', 'a b', 'a=b\n', 'x'.repeat(300)])('refuses %j as the id of a run', async (runId) => {
    expect(() => openCommands(root, { runId })).toThrow(/Expected the id of a run/);
    await expect(openCommands(root).killLeftovers(runId)).rejects.toMatchObject({ code: 'contract-violated' });
  });

  it('marks a command whatever its own environment says', async () => {
    const environment = { DEVOPS_ORCHESTRATOR_RUN: 'other' };
    const request = {
      program: 'bash',
      arguments: ['-c', 'echo $DEVOPS_ORCHESTRATOR_RUN'],
      timeoutMs: 9000,
      environment,
    };
    expect((await openCommands(root, { runId: 'run-1' }).run(request)).stdout).toBe('run-1\n');
  });
});
