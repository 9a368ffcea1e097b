import { OrchestratorError, type RunEnd } from '@devops-orchestrator/contracts';
import type { DurableEnvironment } from './environment.js';
import { settleDeadRuns } from './settle-dead-runs.js';
import { undoWrites, type UndoneWrites } from './undo-writes.js';

export interface AbortedRun extends UndoneWrites {
  runId: string;
}

/**
 * Gives a run up: what it wrote and did not commit is put back, its processes, containers and work tree are taken away.
 * Its commits stay.
 *
 * @param runId the newest run that can be resumed, when absent
 * @throws {OrchestratorError} `run-not-found`, `run-not-resumable`, `repository-locked` when the run goes on
 */
export async function abortRun(runId: string | undefined, environment: DurableEnvironment): Promise<AbortedRun> {
  const { store, openWorld, notice } = environment;
  const lock = await store.lock(runId ?? environment.newRunId());
  try {
    if (lock.takenOver !== undefined) notice(lock.takenOver);
    await settleDeadRuns(environment);
    const journal = await store.open(runId, 'inspect');
    const { header, end, recorded } = journal;
    assertAbortable(header.runId, end);
    const home = openWorld(header.root, header.runId);
    const undone = header.worktree === undefined ? await undoWrites(recorded, home) : { restored: [], left: [] };
    if (header.worktree !== undefined) await home.git.removeWorktree(header.worktree);
    await journal.finish({
      status: 'aborted',
      exitCode: 0,
      endedAt: home.clock.now().toISOString(),
      reason: 'It was given up with `abort`.',
    });
    await journal.close();
    return { runId: header.runId, ...undone };
  } finally {
    await lock.release();
  }
}

function assertAbortable(runId: string, end: RunEnd | undefined): void {
  if (end === undefined || end.status === 'failed' || end.status === 'interrupted') return;
  throw new OrchestratorError('run-not-resumable', `Run ${runId} has ended: ${end.status}; nothing is left to abort.`, {
    hint: '`devops-orchestrator runs` lists the runs; `git revert` undoes the commits of one that is done.',
  });
}
