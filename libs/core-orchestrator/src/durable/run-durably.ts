import type { OrchestrationRequest, RunHeader, RunReport } from '@devops-orchestrator/contracts';
import type { RunOptions } from '../orchestrate.js';
import { carryOut } from './carry-out.js';
import type { DurableEnvironment } from './environment.js';
import { settleDeadRuns } from './settle-dead-runs.js';

/** Ended runs whose records are kept per repository. */
const keptRuns = 20;

export interface NewRun extends RunOptions {
  /** Absolute path of the repository. */
  root: string;
  request: OrchestrationRequest;
  /** Absolute path for a work tree of the run's own, which is gone after success; absent: the run works in `root`. */
  worktree?: string | undefined;
}

/**
 * `orchestrate` on a journal, under the repository's lock: whatever stops it, `resumeRun` goes on.
 *
 * @throws {OrchestratorError} `engine-unavailable`; `repository-locked` when another run is under way; `write-failed` when no journal can be kept
 */
export async function runDurably(run: NewRun, environment: DurableEnvironment): Promise<RunReport> {
  const { store, programVersion, openWorld, notice } = environment;
  const runId = environment.newRunId();
  const opened = environment.openAgent?.(run.request, runId);
  const lock = await store.lock(runId);
  try {
    if (lock.takenOver !== undefined) notice(lock.takenOver);
    await settleDeadRuns(environment);
    await store.prune(keptRuns);
    const header: RunHeader = {
      schemaVersion: 1,
      runId,
      programVersion,
      startedAt: openWorld(run.root, runId).clock.now().toISOString(),
      root: run.root,
      request: run.request,
      scope: run.scope ?? 'all',
      ...branchOf(run, runId),
    };
    return await carryOut(await store.create(header), environment, opened);
  } finally {
    await lock.release();
  }
}

function branchOf({ branch, worktree }: NewRun, runId: string): Pick<RunHeader, 'branch' | 'worktree'> {
  if (worktree !== undefined) {
    return { worktree, branch: branch ?? `devops-orchestrator/${runId.toLowerCase()}` };
  }
  return branch === undefined ? {} : { branch };
}
