import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScenarioWorld } from './scenario-world.js';
import type { CrashMoment, TraceEntry } from './scenario-world.js';
import { effectKeys, retryPolicy, timeLimitMs } from './step-scenarios.js';
import type { ScenarioName, ScenarioOutcome, ScenarioRun } from './step-scenarios.js';

/** What the suite needs of an engine: to carry out `carryOutScenario(run, steps)` on its step runner. */
export interface StepEngine {
  /**
   * Starts a run, or goes on with it when its id is known, also after `aborted` and `failed`; in this process or another.
   * Steps see a signal that is aborted with this one.
   */
  run(run: ScenarioRun, signal?: AbortSignal): Promise<ScenarioOutcome>;
  /** The same in a process that is lost at the place that the scenario has planned; settles when it is gone. */
  runAndLose(run: ScenarioRun): Promise<void>;
  close(): Promise<void>;
}

/**
 * The rules of the step port as tests; every engine passes them.
 *
 * @param openEngine opened once, in an empty folder of its own
 */
export function describeStepRunner(name: string, openEngine: (folder: string) => Promise<StepEngine>): void {
  describe(`step runner: ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'step-runner-'));
    let engine: StepEngine;
    beforeAll(async () => {
      engine = await openEngine(folder);
    });
    afterAll(async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const prepare = (scenario: ScenarioName) => prepareRun(scenario, folder);

    describeReplay(prepare, () => engine);
    describeLoss(prepare, () => engine);
    describeRetry(prepare, () => engine);
    describeStops(prepare, () => engine);
    describeValues(prepare, () => engine);
  });
}

type Prepare = (scenario: ScenarioName) => { run: ScenarioRun; world: ScenarioWorld };

let prepared = 0;

function prepareRun(scenario: ScenarioName, above: string): ReturnType<Prepare> {
  prepared += 1;
  const folder = mkdtempSync(join(above, 'scenario-'));
  const runId = `01JD${String(Date.now()).padStart(14, '0')}${String(prepared).padStart(8, '0')}`;
  return { run: { scenario, runId, folder }, world: new ScenarioWorld(folder) };
}

const allLines = effectKeys.map((key) => `line of ${key}`);
const allOutputs = allLines.map((line) => ({ line }));
const keysOf = (traced: readonly TraceEntry[], event: TraceEntry['event']) =>
  traced.filter((entry) => entry.event === event).map(({ key }) => key);

function describeReplay(prepare: Prepare, engine: () => StepEngine): void {
  it('runs every step once and in order, under its key and run, and reconciles none', async () => {
    const { run, world } = prepare('effects');
    expect(await engine().run(run)).toEqual({ status: 'done', output: allOutputs });
    expect(world.effects).toEqual(allLines);
    expect(world.traced.map(({ event, key, runId, attempt }) => ({ event, key, runId, attempt }))).toEqual(
      effectKeys.map((key) => ({ event: 'run', key, runId: run.runId, attempt: 1 })),
    );
  });

  it('gives the same output again for a run that is done, and runs no step', async () => {
    const { run, world } = prepare('effects');
    const first = await engine().run(run);
    expect(await engine().run(run)).toEqual(first);
    expect(keysOf(world.traced, 'run')).toEqual(effectKeys);
  });

  it('keeps two runs apart', async () => {
    const [one, other] = [prepare('effects'), prepare('effects')];
    await Promise.all([engine().run(one.run), engine().run(other.run)]);
    expect([one.world.effects, other.world.effects]).toEqual([allLines, allLines]);
  });
}

function describeLoss(prepare: Prepare, engine: () => StepEngine): void {
  const moments: CrashMoment[] = ['before-effect', 'after-effect', 'after-step'];
  it.each(['effect/1', 'effect/4', 'effect/8'].flatMap((key) => moments.map((moment) => [key, moment] as const)))(
    'goes on after the loss of the process at %s, %s: no step lost, no effect twice',
    async (key, moment) => {
      const { run, world } = prepare('effects');
      world.planCrash(key, moment);
      await engine().runAndLose(run);
      const before = world.traced.length;
      expect(await engine().run(run)).toEqual({ status: 'done', output: allOutputs });
      expect(world.effects).toEqual(allLines);

      const later = world.traced.slice(before);
      const lost = effectKeys.indexOf(key);
      const [firstOpen, next] =
        moment === 'after-step' ? [lost + 1, lost + 1] : [lost, lost + (moment === 'after-effect' ? 1 : 0)];
      expect(keysOf(later, 'run')).toEqual(effectKeys.slice(next));
      // only a step that may have run is asked; an engine need not know whether the one after the last result had begun
      const asked = keysOf(later, 'reconcile');
      expect(asked.filter((one) => one !== effectKeys[firstOpen])).toEqual([]);
      if (moment !== 'after-step') expect(asked).toEqual([key]);
      const again = later.find((entry) => entry.event === 'run' && entry.key === key);
      expect(again === undefined || (again.attempt ?? 0) > 1).toBe(true);
    },
  );

  it('keeps steps apart that run at the same time, and replays them', async () => {
    const { run, world } = prepare('side-by-side');
    world.planCrash('side-by-side', 'after-step');
    await engine().runAndLose(run);
    const outcome = await engine().run(run);
    expect(outcome).toEqual({ status: 'done', output: Array.from({ length: 20 }, (_, number) => number) });
    expect(keysOf(world.traced, 'run')).toHaveLength(20);
  });

  it('goes on after several losses in one run', async () => {
    const { run, world } = prepare('effects');
    for (const [key, moment] of [
      ['effect/2', 'after-effect'],
      ['effect/3', 'before-effect'],
      ['effect/3', 'after-effect'],
      ['effect/7', 'after-step'],
    ] as const) {
      world.planCrash(key, moment);
      await engine().runAndLose(run);
    }
    expect(await engine().run(run)).toEqual({ status: 'done', output: allOutputs });
    expect(world.effects).toEqual(allLines);
  });
}

function describeRetry(prepare: Prepare, engine: () => StepEngine): void {
  it('tries again after retryable errors, with growing delays, and looks for the effect first', async () => {
    const { run, world } = prepare('retry');
    world.set({ failures: 2 });
    expect(await engine().run(run)).toEqual({ status: 'done', output: { line: 'line of flaky' } });
    expect(world.traced.map(({ event }) => event)).toEqual(['run', 'reconcile', 'run', 'reconcile', 'run']);
    const runs = world.traced.filter(({ event }) => event === 'run');
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first, second, third] = runs.map(({ at }) => at) as [number, number, number];
    // timers may be early by a fraction of a millisecond
    expect(second - first).toBeGreaterThan(retryPolicy.firstDelayMs - 2);
    expect(third - second).toBeGreaterThan(retryPolicy.firstDelayMs * retryPolicy.factor - 2);
  });

  it('gives up after the attempts of the policy, with the last error', async () => {
    const { run, world } = prepare('retry');
    world.set({ failures: 99 });
    expect(await engine().run(run)).toEqual({
      status: 'failed',
      code: 'transient',
      message: `failure ${retryPolicy.attempts}`,
    });
    expect(keysOf(world.traced, 'run')).toHaveLength(retryPolicy.attempts);
  });

  it('surfaces an error that is not retryable at once', async () => {
    const { run, world } = prepare('failing');
    const outcome = await engine().run(run);
    expect(outcome).toEqual({ status: 'failed', code: 'command-failed', message: 'the command failed as planned' });
    expect(keysOf(world.traced, 'run')).toEqual(['failing']);
  });
}

function describeStops(prepare: Prepare, engine: () => StepEngine): void {
  it('aborts a step whose time is over', async () => {
    const { run, world } = prepare('time-limit');
    expect(await engine().run(run)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('slow') as unknown,
    });
    const [started, aborted] = world.traced;
    expect(aborted?.event).toBe('aborted');
    expect((aborted?.at ?? 0) - (started?.at ?? 0)).toBeGreaterThan(timeLimitMs - 2);
  });

  it.each([
    ['throws', 0],
    ['gives a result', 1],
  ])(
    'does not record a step that %s when the run is aborted, and reconciles it when the run goes on',
    async (_how, result) => {
      const { run, world } = prepare('interrupted');
      world.set({ result });
      const controller = new AbortController();
      const carriedOut = engine().run(run, controller.signal);
      await until(() => keysOf(world.traced, 'run').length > 0);
      controller.abort(new Error('stopped by the user'));
      expect(await carriedOut).toEqual({ status: 'aborted' });
      world.set({ go: 1 });
      expect(await engine().run(run)).toEqual({ status: 'done', output: { went: true } });
      expect(world.traced.map(({ event }) => event)).toEqual(['run', 'aborted', 'reconcile', 'run']);
    },
  );
}

function describeValues(prepare: Prepare, engine: () => StepEngine): void {
  it('gives a step and the pipeline what JSON keeps, the first time and on replay', async () => {
    const { run, world } = prepare('json');
    world.planCrash('rich', 'after-step');
    await engine().runAndLose(run);
    const outcome = await engine().run(run);
    const [input, first, replayed] = world.traced.map(({ value }) => value);
    expect(input).toMatchObject({ keys: ['date', 'text', 'nested', 'large'], date: 'string', nested: ',' });
    expect([first, replayed]).toEqual([input, input]);
    expect(outcome).toMatchObject({ status: 'done', output: { date: '1970-01-01T00:00:00.000Z' } });
  });

  it.each([
    ['nothing', 'output', 'nothing'],
    ['twice', 'key', 'same-key'],
  ] as const)('refuses a step that breaks the contract: %s', async (scenario, what, key) => {
    const { message, ...outcome } = { message: '', ...(await engine().run(prepare(scenario).run)) };
    expect(outcome).toEqual({ status: 'failed', code: 'contract-violated' });
    expect(message).toContain(what);
    expect(message).toContain(key);
  });

  it.each([
    ['input', { input: 'other' }],
    ['name', { name: 'other' }],
  ])('refuses to replay a step that has another %s now', async (_what, change) => {
    const { run, world } = prepare('changing');
    world.set({ name: 'first', input: 'first' });
    world.planCrash('changing', 'after-step');
    await engine().runAndLose(run);
    world.set(change);
    const { message, ...outcome } = { message: '', ...(await engine().run(run)) };
    expect(outcome).toEqual({ status: 'failed', code: 'run-not-resumable' });
    expect(message).toContain('changing');
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
