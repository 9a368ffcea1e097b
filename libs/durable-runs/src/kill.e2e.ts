import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScenarioWorld, type ScenarioRun } from '@devops-orchestrator/test-kit';
import { newRunId, openRunStore } from './index.js';
import { bundleProgram } from './testing/bundle-program.js';

const above = mkdtempSync(join(tmpdir(), 'kill-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));

const wantedKills = 20;
const pauseMs = 4;
const keys = Array.from({ length: 8 }, (_, index) => `effect/${index + 1}`);
const environment = { ...process.env, NODE_OPTIONS: '' };

describe('a run that is killed with kill -9 at random moments', () => {
  const program = bundleProgram('scenario', above);
  const state = join(above, 'state');

  /** Works on the run; killed some milliseconds after its first sign of life, unless it is faster. */
  async function work(run: ScenarioRun, world: ScenarioWorld, killAfterMs?: number) {
    const child = spawn(process.execPath, [program, state, JSON.stringify(run)], { env: environment });
    const [exited, output] = [once(child, 'exit'), [] as Buffer[]];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    if (killAfterMs !== undefined) {
      const before = world.traced.length;
      while (world.traced.length === before && child.exitCode === null) await sleep(1);
      await sleep(killAfterMs);
      child.kill('SIGKILL');
    }
    const [, signal] = (await exited) as [number | null, string | null];
    return { killed: signal === 'SIGKILL', output: Buffer.concat(output).toString() };
  }

  it(`loses no step and has no effect twice, over ${wantedKills} kills`, async () => {
    let kills = 0;
    for (let runs = 0; kills < wantedKills; runs += 1) {
      const folder = join(above, `run-${runs}`);
      mkdirSync(folder);
      const [world, run] = [new ScenarioWorld(folder), { scenario: 'effects', runId: newRunId(), folder } as const];
      world.set({ pauseMs });
      for (let round = 0; round < 5 && kills < wantedKills; round += 1) {
        if (!(await work(run, world, Math.random() * keys.length * 2 * pauseMs)).killed) break;
        kills += 1;
        await assertNeverRunAgain(run, world);
      }
      const { output } = await work(run, world);
      await assertNeverRunAgain(run, world);
      expect(JSON.parse(output)).toEqual({ status: 'done', output: keys.map((key) => ({ line: `line of ${key}` })) });
      expect(world.effects).toEqual(keys.map((key) => `line of ${key}`));
    }
    expect(kills).toBe(wantedKills);
  });

  const recordedAt = new Map<string, number>();
  /** What a killed process had recorded runs in no later one. */
  async function assertNeverRunAgain({ runId }: ScenarioRun, world: ScenarioWorld): Promise<void> {
    const known = (await openRunStore(state).list()).some((run) => run.runId === runId);
    if (!known) return;
    const journal = await openRunStore(state).open(runId);
    for (const { key, result } of journal.recorded) {
      const runs = world.traced.filter((entry) => entry.event === 'run' && entry.key === key).length;
      const before = recordedAt.get(`${runId} ${key}`);
      if (before !== undefined) expect({ key, runs }).toEqual({ key, runs: before });
      if (result !== undefined) recordedAt.set(`${runId} ${key}`, runs);
    }
    await journal.close();
  }
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
