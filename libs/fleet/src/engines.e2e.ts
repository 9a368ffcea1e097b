import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from './results/summarize.js';
import {
  dbosHarness,
  effectsOf,
  endOf,
  type EngineHarness,
  fleetOf,
  logOf,
  type OpenHarness,
  openLocalHarness,
  peakOf,
  until,
} from './testing/engine-harness.js';
import { startPostgres, type TestPostgres } from './testing/start-postgres.js';

const program = fileURLToPath(new URL('../dist/testing/main.js', import.meta.url));
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres({ fsync: 'off' });
});
afterAll(() => postgres.stop());

let unique = 0;
const engines: readonly [string, OpenHarness][] = [
  ['the local pool', openLocalHarness],
  ['DBOS on PostgreSQL', dbosHarness(() => postgres)],
];

describe.each(engines)('FleetEngine: %s', (_name, open) => {
  let harness: EngineHarness;
  let id: string;
  beforeEach(async () => {
    harness = await open(program);
    id = `contract-${(unique += 1)}`;
  });
  afterEach(() => harness.stop());
  const ended = () => until(harness.engine, id, ({ repositories }) => repositories.every(hasEnded));

  it('carries out every entry once, so many at once, and one per repository', async () => {
    const location = { kind: 'path' as const, path: `/fleet/${id}/shared` };
    const requests = [
      ...Array<string>(6).fill('steps=3 delay=40'),
      ...[1, 2, 3].map((n) => ({ id: `shared-${n}`, location, request: `steps=3 delay=${30 + n}` })),
    ];
    await harness.engine.submit(fleetOf(id, requests), { concurrency: 3 });
    expect((await harness.engine.status(id)).counts).toMatchObject({ queued: 7, waiting: 2 });
    harness.start(id);
    const summary = await ended();
    expect(summary).toMatchObject({ exitCode: 0, counts: { done: 9 } });
    expect(summary.repositories.map(({ commits }) => commits.length)).toEqual(Array(9).fill(3));
    const log = logOf(harness);
    expect(peakOf(log)).toBe(3);
    expect(peakOf(log, ({ id: repository }) => repository.startsWith('shared'))).toBe(1);
  });

  it('starts nothing twice', async () => {
    const fleet = fleetOf(id, ['steps=2', 'steps=2']);
    expect(await harness.engine.submit(fleet, { concurrency: 2 })).toEqual({ started: 2, known: 0 });
    expect(await harness.engine.submit(fleet, { concurrency: 2 })).toEqual({ started: 0, known: 2 });
    harness.start(id);
    await ended();
    expect(await harness.engine.submit(fleet, { concurrency: 2 })).toEqual({ started: 0, known: 2 });
    expect(effectsOf(harness, 'r0')).toHaveLength(2);
  });

  it('takes the highest priority first', async () => {
    const requests = [1, 9, 5].map((priority) => ({ priority }));
    await harness.engine.submit(fleetOf(id, requests), { concurrency: 1 });
    harness.start(id);
    await ended();
    expect(
      logOf(harness)
        .filter(({ what }) => what === 'begin')
        .map((line) => line.id),
    ).toEqual(['r1', 'r2', 'r0']);
  });

  it('goes on after kill -9, and does nothing twice', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=8 delay=60', 'steps=8 delay=60']), { concurrency: 2 });
    const first = harness.start(id);
    await until(harness.engine, id, ({ repositories }) => repositories.every(({ stepsDone }) => stepsDone >= 2));
    await endOf(first, 'SIGKILL');
    const before = [effectsOf(harness, 'r0').length, effectsOf(harness, 'r1').length];
    expect(Math.max(...before)).toBeLessThan(8);
    harness.start(id);
    expect((await ended()).exitCode).toBe(0);
    for (const repository of ['r0', 'r1']) {
      const effects = effectsOf(harness, repository);
      expect(effects).toHaveLength(8);
      expect(new Set(effects).size).toBe(8);
    }
  });

  it('shows how far a run is', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=10 delay=60']), { concurrency: 1 });
    harness.start(id);
    const { repositories } = await until(
      harness.engine,
      id,
      (summary) => (summary.repositories[0]?.stepsDone ?? 0) >= 3,
    );
    expect(repositories[0]).toMatchObject({
      state: 'running',
      step: expect.stringMatching(/^effect\/\d+$/) as string,
      startedAt: expect.any(String) as string,
    });
  });

  it('stops what is cancelled, and leaves the rest alone', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=200 delay=100', 'steps=20 delay=30', 'steps=3']), {
      concurrency: 2,
    });
    harness.start(id);
    await until(harness.engine, id, ({ repositories }) => (repositories[0]?.stepsDone ?? 0) >= 1);
    expect(await harness.engine.cancel(id, ['r0'])).toBe(1);
    const summary = await ended();
    expect(summary.repositories.map(({ state }) => state)).toEqual(['cancelled', 'done', 'done']);
    expect(summary.exitCode).toBe(1);
    await delay(1500);
    const effects = effectsOf(harness, 'r0').length;
    await delay(500);
    expect(effectsOf(harness, 'r0')).toHaveLength(effects);
    expect(logOf(harness).some(({ what, id: repository }) => what === 'discard' && repository === 'r0')).toBe(true);
  });

  it('starts a new attempt at what is retried', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=3', 'steps=100 delay=50']), { concurrency: 2 });
    await harness.engine.cancel(id, ['r1', 'r0']);
    expect(await harness.engine.retry(id, ['r0'])).toBe(1);
    harness.start(id);
    const summary = await ended();
    expect(summary.repositories).toMatchObject([
      { state: 'done', attempt: 2 },
      { state: 'cancelled', attempt: 1 },
    ]);
    expect(await harness.engine.retry(id, ['r0'])).toBe(0);
  });

  it('tells a failed run with its reason, and tries again by itself what may pass', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=3 fail=2', 'steps=3 transient=2', 'steps=3']), { concurrency: 3 });
    harness.start(id);
    const summary = await until(
      harness.engine,
      id,
      ({ repositories }) => repositories.every(hasEnded) && repositories[1]?.attempt === 3,
    );
    expect(summary.exitCode).toBe(1);
    expect(summary.repositories).toMatchObject([
      { state: 'failed', exitCode: 1, reason: 'The script says that this step fails.' },
      { state: 'done', attempt: 3 },
      { state: 'done' },
    ]);
    expect(effectsOf(harness, 'r0')).toHaveLength(1);
  });

  it('does not go on with the steps of another version', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=6 delay=100']), { concurrency: 1 });
    const first = harness.start(id, 'one', '1');
    await until(harness.engine, id, ({ repositories }) => (repositories[0]?.stepsDone ?? 0) >= 2);
    await endOf(first, 'SIGKILL');
    const effects = effectsOf(harness, 'r0').length;
    const second = harness.start(id, 'two', '2');
    await delay(3000);
    expect(effectsOf(harness, 'r0')).toHaveLength(effects);
    await endOf(second, 'SIGKILL');
    await harness.engine.cancel(id);
  });

  it('gives up a run that takes its workers down, and goes on with the others', async () => {
    await harness.engine.submit(fleetOf(id, ['steps=3 kill=2', 'steps=3']), { concurrency: 2 });
    let stopped = false;
    let child: ChildProcess;
    const again = () => {
      child = harness.start(id, 'worker');
      child.once('exit', () => (stopped ? undefined : again()));
    };
    again();
    const summary = await ended();
    stopped = true;
    expect(summary.repositories).toMatchObject([
      { state: 'failed', reason: expect.stringContaining('died 6 times') as string },
      { state: 'done' },
    ]);
    expect(effectsOf(harness, 'r0')).toHaveLength(1);
  });
});
