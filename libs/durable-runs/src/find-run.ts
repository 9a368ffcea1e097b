import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { OpenPurpose, RunState, RunSummary } from '@devops-orchestrator/contracts';

/** Fewer letters of a run id are no name for it. */
const shortestPrefix = 6;
const unfinished: readonly RunState[] = ['stopped', 'failed', 'interrupted'];

/**
 * The run that is meant: by its id or the unique start of it, or the newest that can be gone on with. Where runs are to be
 * resumed and none can be, it is the newest unfinished one, so that opening it says why.
 *
 * @throws {OrchestratorError} `run-not-found` naming the runs there are
 */
export function findRun(runs: readonly RunSummary[], wanted: string | undefined, purpose: OpenPurpose): string {
  const found = wanted === undefined ? newest(runs, purpose) : named(runs, wanted);
  return found.runId;
}

function newest(runs: readonly RunSummary[], purpose: OpenPurpose): RunSummary {
  const candidates = runs.filter(({ state }) => unfinished.includes(state));
  const resumable = purpose === 'resume' ? candidates.find((run) => run.resumable) : undefined;
  const found = resumable ?? candidates[0];
  if (found === undefined) throw notFound('a run that is not finished', runs);
  return found;
}

function named(runs: readonly RunSummary[], wanted: string): RunSummary {
  const prefix = wanted.toUpperCase();
  const found = prefix.length < shortestPrefix ? [] : runs.filter(({ runId }) => runId.startsWith(prefix));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only !== undefined) throw notFound(`one run whose id starts with ${JSON.stringify(wanted)}`, found);
  throw notFound(`a run ${JSON.stringify(wanted)}`, runs);
}

function notFound(expected: string, runs: readonly RunSummary[]): OrchestratorError {
  const shown = runs.slice(0, 10).map(({ runId, state }) => `${runId} (${state})`);
  const more = runs.length > shown.length ? `, and ${runs.length - shown.length} older ones` : '';
  const found = shown.length === 0 ? 'no run at all' : `${shown.join(', ')}${more}`;
  return new OrchestratorError('run-not-found', `Expected ${expected}, found ${found}.`, {
    hint: `Give the id of one of them, or its first letters (${shortestPrefix} or more); \`devops-orchestrator runs\` lists them.`,
  });
}
