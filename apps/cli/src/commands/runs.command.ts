import type { RunSummary } from '@devops-orchestrator/contracts';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { durableEnvironment } from '../durable-environment.js';
import { resolveRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { printJson, printText } from '../terminal/print.js';
import { type Style, styleFor } from '../terminal/style.js';

/** `runs`: all runs of the repository that are remembered, newest first. */
export async function runsCommand({ repo, json }: CommandOptions): Promise<number> {
  const runs = await listRuns(repo);
  const style = styleFor(process.stdout);
  const text =
    runs.length === 0 ? 'No run is recorded for this repository.' : runs.map((run) => line(run, style)).join('\n');
  if (json === true) printJson({ schemaVersion: 1, runs });
  else printText(process.stdout, text);
  return 0;
}

/** `status`: one run, the newest when none is named, and the command that goes on with it. */
export async function statusCommand({ repo, json }: CommandOptions, [wanted]: readonly string[]): Promise<number> {
  const runs = await listRuns(repo);
  const run = wanted === undefined ? runs[0] : runs.find(({ runId }) => runId.startsWith(wanted.toUpperCase()));
  if (run === undefined) {
    throw new OrchestratorError(
      'run-not-found',
      wanted === undefined ? 'No run is recorded for this repository.' : `There is no run ${wanted}.`,
      { hint: '`devops-orchestrator runs` lists the runs.' },
    );
  }
  if (json === true) printJson(run);
  else printText(process.stdout, describe(run, styleFor(process.stdout)));
  return 0;
}

async function listRuns(repo: string): Promise<readonly RunSummary[]> {
  const environment = await durableEnvironment(resolveRepository(repo), signalsOfProcess(), () => undefined);
  return environment.store.list();
}

function line({ runId, state, startedAt, stepsDone, request }: RunSummary, style: Style): string {
  const colour = { done: style.green, running: style.yellow, failed: style.red }[state as 'done'] ?? style.dim;
  const words = request.length > 60 ? `${request.slice(0, 59)}…` : request;
  return `${runId}  ${colour(state.padEnd(11))}  ${startedAt.slice(0, 19)}  ${String(stepsDone).padStart(4)} steps  ${words}`;
}

function describe(run: RunSummary, style: Style): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['request', run.request],
    ['feature', run.feature],
    ['started', run.startedAt],
    ['updated', run.updatedAt],
    ['steps done', String(run.stepsDone)],
    ['now at', run.currentStep],
    ['why', run.reason],
    ['go on with', run.resumable ? `devops-orchestrator resume ${run.runId}` : undefined],
  ];
  return [
    `${style.bold(run.runId)} ${run.state}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(11)} ${value}`])),
  ].join('\n');
}
