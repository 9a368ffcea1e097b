import { join } from 'node:path';
import type { RunJournal } from '@devops-orchestrator/contracts';
import { carryOutScenario, exampleRunHeader, outcomeOf } from '@devops-orchestrator/test-kit';
import type { ScenarioOutcome, ScenarioRun, StepEngine } from '@devops-orchestrator/test-kit';
import { openRunStore } from '../index.js';

/** Opens the run's journal, or makes it. */
export async function openJournal(folder: string, runId: string): Promise<RunJournal> {
  const store = openRunStore(folder);
  const known = (await store.list()).some((run) => run.runId === runId);
  return known ? store.open(runId) : store.create(exampleRunHeader({ runId }));
}

/** Goes through a scenario on the journal in `folder`. */
export async function runScenario(
  folder: string,
  run: ScenarioRun,
  signal: AbortSignal = new AbortController().signal,
  die?: () => Promise<never>,
): Promise<ScenarioOutcome> {
  const journal = await openJournal(folder, run.runId);
  try {
    return await outcomeOf(carryOutScenario(run, journal.steps(signal), die), signal);
  } finally {
    await journal.close();
  }
}

/** An engine whose lost processes are promises that nobody waits for; nothing of them is written any more. */
export async function openEmbeddedEngine(above: string): Promise<StepEngine> {
  const folder = join(above, 'state');
  return {
    run: (run, signal) => runScenario(folder, run, signal),
    runAndLose: (run) =>
      new Promise((lost, fail) => {
        const die = async () => {
          lost();
          return new Promise<never>(() => undefined);
        };
        void runScenario(folder, run, undefined, die).then((outcome) => fail(new Error(JSON.stringify(outcome))), fail);
      }),
    close: async () => undefined,
  };
}
