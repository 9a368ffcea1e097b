import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { openDbosEngine } from './dbos/dbos-engine.js';
import type { FleetSummary } from './documents/summary.js';
import type { FleetEngine } from './engine.js';
import { readFleet } from './fleet-list/read-fleet.js';
import { hasEnded } from './results/summarize.js';
import { endOf } from './testing/engine-harness.js';
import { generateRepository, gitIn } from './testing/generated-repository.js';
import { startPostgres, type TestPostgres } from './testing/start-postgres.js';

const command = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));
/** Three faults, so many repositories each. */
const repositories = 36;
const commitsPerRun = 5;

let postgres: TestPostgres;
let folder: string;
let engine: FleetEngine;
const workers: ChildProcess[] = [];
const trees = new Set<string>();

beforeAll(async () => {
  postgres = await startPostgres();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-faults-')));
  engine = await openDbosEngine({ databaseUrl: postgres.url, programVersion: '0.1.0', newRunId: () => newRunId() });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => endOf(worker, 'SIGKILL')));
});
afterAll(async () => {
  await engine.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The command itself, as a user starts it. */
function startWorker(name: string): ChildProcess {
  const words = ['fleet', 'worker', '--name', name, '--work-folder', join(folder, 'work'), '--recover-every', '1'];
  const environment = {
    ...process.env,
    NODE_OPTIONS: '',
    DEVOPS_ORCHESTRATOR_DATABASE_URL: postgres.url,
    XDG_STATE_HOME: join(folder, 'state'),
  };
  const debug = process.env['FLEET_TEST_DEBUG'] === undefined ? 'ignore' : 'inherit';
  const worker = spawn(process.execPath, [command, ...words], { stdio: ['ignore', debug, debug], env: environment });
  workers.push(worker);
  return worker;
}

async function submit(fleetId: string): Promise<void> {
  const sources = Array.from({ length: repositories }, (_, index) =>
    generateRepository(join(folder, fleetId, `${index}`)),
  );
  const fleet = await readFleet({
    sources,
    folder,
    fleetId,
    defaults: { request: 'Dockerize this API', verify: 'static' },
  });
  await engine.submit(fleet, { concurrency: 4 });
}

/** Resolves when so many runs are done. */
async function done(fleetId: string, count: number): Promise<FleetSummary> {
  const started = Date.now();
  for (;;) {
    const summary = await engine.status(fleetId).catch(() => undefined);
    if (summary !== undefined && summary.repositories.filter(hasEnded).length >= count) return summary;
    if (Date.now() - started > 240_000) throw new Error(`Not ended: ${JSON.stringify(summary?.counts)}`);
    await delay(100);
  }
}

/** Every run is done, its commits are there once, and every repository holds the same bytes. */
function expectIntact(fleetId: string, { counts, repositories: results }: FleetSummary): void {
  expect({ fleetId, reasons: results.flatMap(({ reason }) => reason ?? []) }).toEqual({ fleetId, reasons: [] });
  expect(counts.done).toBe(repositories);
  for (let index = 0; index < repositories; index += 1) {
    const repository = join(folder, fleetId, `${index}`, 'shop');
    const format = '--format=%(trailers:key=Orchestrator-Step,valueonly,separator=%x2C)';
    const steps = gitIn(repository, 'log', format)
      .split('\n')
      .filter((line) => line !== '');
    expect(steps).toHaveLength(commitsPerRun);
    expect(new Set(steps).size).toBe(commitsPerRun);
    expect(gitIn(repository, 'status', '--porcelain')).toBe('');
    expect(gitIn(repository, 'fsck', '--no-dangling')).toBe('');
    trees.add(gitIn(repository, 'rev-parse', 'HEAD^{tree}').trim());
  }
  expect(trees.size).toBe(1);
}

describe('a fleet on PostgreSQL', () => {
  it('loses no run and commits nothing twice when workers are killed', async () => {
    await submit('killed');
    let [one, two] = [startWorker('one'), startWorker('two')];
    for (const [count, victim] of [
      [4, 'one'],
      [12, 'two'],
      [20, 'one'],
    ] as const) {
      await done('killed', count);
      await delay(Math.random() * 1000);
      await endOf(victim === 'one' ? one : two, 'SIGKILL');
      // the first never comes back; the second does, under its own name
      if (victim === 'one') one = startWorker(`one-${count}`);
      else two = startWorker('two');
    }
    expectIntact('killed', await done('killed', repositories));
  });

  it('loses no run and commits nothing twice when PostgreSQL is killed', async () => {
    await submit('database');
    startWorker('three');
    startWorker('four');
    for (const count of [4, 16]) {
      await done('database', count);
      await postgres.kill();
      await delay(2000);
      await postgres.start();
    }
    expectIntact('database', await done('database', repositories));
  });

  it('loses no run and commits nothing twice when a worker is frozen, loses its session, and wakes up', async () => {
    await submit('frozen');
    const frozen = startWorker('five');
    startWorker('six');
    await done('frozen', 4);
    frozen.kill('SIGSTOP');
    await delay(1000);
    await postgres.kill();
    await postgres.start();
    await delay(8000);
    frozen.kill('SIGCONT');
    expectIntact('frozen', await done('frozen', repositories));
  });
});
