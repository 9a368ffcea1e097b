import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { StepDefinition, StepInfo, StepRunner } from '@devops-orchestrator/contracts';
import { ScenarioWorld } from './scenario-world.js';
import type { CrashMoment } from './scenario-world.js';

/** What a scenario works with. */
interface Stage {
  world: ScenarioWorld;
  steps: StepRunner;
  crashAt: (key: string, moment: CrashMoment) => Promise<void>;
}
type Scenario = (stage: Stage) => Promise<unknown>;

/** Steps of the scenario `effects`. */
export const effectKeys = Array.from({ length: 8 }, (_, index) => `effect/${index + 1}`);
/** Policy of the scenario `retry`. */
export const retryPolicy = { attempts: 3, firstDelayMs: 40, factor: 3 };
/** Time limit of the scenario `time-limit`. */
export const timeLimitMs = 80;

const scenarios = {
  effects: async (stage) => {
    const outputs = [];
    for (const key of effectKeys) {
      outputs.push(await stage.steps.step(effectStep(stage), key, { line: `line of ${key}` }));
      await stage.crashAt(key, 'after-step');
    }
    return outputs;
  },
  'side-by-side': async ({ steps, world, crashAt }) => {
    const run = async (input: { number: number }, step: StepInfo) => {
      traceRun(world, step, input);
      await new Promise((resolve) => setTimeout(resolve, (input.number * 7) % 20));
      return input.number;
    };
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const definition = { name: 'side-by-side', run };
    const outputs = await Promise.all(numbers.map((number) => steps.step(definition, `side/${number}`, { number })));
    await crashAt('side-by-side', 'after-step');
    return outputs;
  },
  retry: async (stage) => {
    const definition = { ...effectStep(stage), name: 'flaky', retry: retryPolicy, run: flaky(stage) };
    return stage.steps.step(definition, 'flaky', { line: 'line of flaky' });
  },
  'time-limit': async ({ steps, world }) =>
    steps.step({ name: 'slow', timeoutMs: timeLimitMs, run: untilAborted(world) }, 'slow', {}),
  interrupted: async ({ steps, world }) => {
    const run = async (input: object, step: StepInfo) => {
      if (world.settings['go'] === 1) return traceRun(world, step, { went: true });
      await untilAborted(world)(input, step).catch((error: unknown) => {
        if (world.settings['result'] !== 1) throw error;
      });
      return { went: false };
    };
    return steps.step(
      { name: 'waiting', run, reconcile: async (_input, step) => noEffect(world, step) },
      'waiting',
      {},
    );
  },
  json: async ({ steps, world, crashAt }) => {
    const definition: StepDefinition<unknown, unknown> = {
      name: 'rich',
      run: async (input, step) => {
        traceRun(world, step, shapeOf(input));
        return richValue();
      },
    };
    const output = await steps.step(definition, 'rich', richValue());
    world.trace({ event: 'got', key: 'rich', value: shapeOf(output) });
    await crashAt('rich', 'after-step');
    return output;
  },
  nothing: async ({ steps }) => steps.step({ name: 'nothing', run: async () => undefined }, 'nothing', {}),
  twice: async ({ steps }) => {
    const definition = { name: 'once', run: async () => 1 };
    await steps.step(definition, 'same-key', {});
    return steps.step(definition, 'same-key', {});
  },
  changing: async ({ steps, world, crashAt }) => {
    const { name, input } = world.settings;
    const definition = { name: String(name), run: async (wanted: object) => wanted };
    const output = await steps.step(definition, 'changing', { input });
    await crashAt('changing', 'after-step');
    return output;
  },
  failing: async ({ steps, world }) => {
    const run = async (_input: object, step: StepInfo) => {
      traceRun(world, step, {});
      throw new OrchestratorError('command-failed', 'the command failed as planned', { hint: 'None.' });
    };
    return steps.step({ name: 'failing', retry: retryPolicy, run }, 'failing', {});
  },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** A scenario to carry out: plain JSON, so that it can be handed to another process or put into a queue. */
export interface ScenarioRun {
  scenario: ScenarioName;
  /** Its steps are recorded under this id. */
  runId: string;
  /** Where the scenario leaves its traces. */
  folder: string;
}

export type ScenarioOutcome =
  { status: 'done'; output: unknown } | { status: 'failed'; code?: string; message: string } | { status: 'aborted' };

/**
 * Carries a scenario out on the steps of an engine.
 *
 * @param die ends the process at the planned place; kill -9 of this process when absent
 */
export async function carryOutScenario(
  { scenario, folder }: ScenarioRun,
  steps: StepRunner,
  die: () => Promise<never> = killSelf,
): Promise<unknown> {
  const world = new ScenarioWorld(folder);
  const crashAt = async (key: string, moment: CrashMoment) => {
    if (world.takeCrash(key, moment)) await die();
  };
  return scenarios[scenario]({ world, steps, crashAt });
}

/** How a scenario ended. @param signal the run's: aborted, it is the reason of whatever was thrown */
export async function outcomeOf(carriedOut: Promise<unknown>, signal?: AbortSignal): Promise<ScenarioOutcome> {
  try {
    return { status: 'done', output: await carriedOut };
  } catch (error) {
    if (signal?.aborted === true) return { status: 'aborted' };
    const code = error instanceof OrchestratorError ? { code: error.code } : {};
    return { status: 'failed', ...code, message: error instanceof Error ? error.message : String(error) };
  }
}

async function killSelf(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

interface Effect {
  line: string;
}

function effectStep({ world, crashAt }: Stage): StepDefinition<Effect, Effect> {
  return {
    name: 'effect',
    run: async (input, step) => {
      traceRun(world, step, input);
      await pause(world);
      await crashAt(step.key, 'before-effect');
      world.addEffect(input.line);
      await pause(world);
      await crashAt(step.key, 'after-effect');
      return input;
    },
    reconcile: async (input, step) => {
      noEffect(world, step);
      return world.effects.includes(input.line) ? input : undefined;
    },
  };
}

/** Gives a killer time, when the settings say so. */
async function pause({ settings }: ScenarioWorld): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Number(settings['pauseMs'] ?? 0)));
}

/** Fails with a retryable error as often as the settings say. */
function flaky({ world }: Stage) {
  return async (input: Effect, step: StepInfo): Promise<Effect> => {
    traceRun(world, step, input);
    const runs = world.traced.filter(({ event }) => event === 'run').length;
    if (runs <= Number(world.settings['failures'])) {
      throw new OrchestratorError('transient', `failure ${runs}`, { hint: 'None.' });
    }
    return input;
  };
}

function untilAborted(world: ScenarioWorld) {
  return async (_input: object, step: StepInfo): Promise<never> => {
    traceRun(world, step, {});
    await new Promise((resolve) => step.signal.addEventListener('abort', resolve, { once: true }));
    world.trace({ event: 'aborted', key: step.key });
    throw step.signal.reason;
  };
}

function traceRun<T>(world: ScenarioWorld, { key, runId, attempt }: StepInfo, value: T): T {
  world.trace({ event: 'run', key, runId, attempt, value });
  return value;
}

function noEffect(world: ScenarioWorld, { key, attempt }: StepInfo): undefined {
  world.trace({ event: 'reconcile', key, attempt });
  return undefined;
}

/** A value that JSON changes. */
function richValue(): unknown {
  return {
    date: new Date(0),
    missing: undefined,
    text: 'ä\u2028\ud83d\ude00',
    nested: [undefined, NaN],
    large: 'x'.repeat(40_000),
  };
}

/** What tells a value from its JSON. */
function shapeOf(value: unknown): unknown {
  const { date, nested, ...rest } = value as Record<string, unknown>;
  return { keys: Object.keys(value as object), date: typeof date, nested: String(nested), rest };
}
