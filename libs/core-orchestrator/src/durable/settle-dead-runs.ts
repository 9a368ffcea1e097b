import { OrchestratorError, type RunJournal, TaskCheck } from '@devops-orchestrator/contracts';
import { cleanUpCheck, runCheckStep } from '@devops-orchestrator/phase-devops';
import type { DurableEnvironment, World } from './environment.js';

/** Status of a process that SIGKILL ended. */
const killedStatus = 137;

/**
 * Takes away what runs left behind whose process is gone: processes, containers of interrupted checks, a stale lock of
 * git's index. Their journals then say that they were interrupted; `resume` goes on with them.
 */
export async function settleDeadRuns(environment: DurableEnvironment): Promise<void> {
  for (const { runId, state } of await environment.store.list()) {
    if (state !== 'stopped') continue;
    const journal = await openReadable(runId, environment);
    if (journal === undefined) continue;
    try {
      await settle(journal, environment);
    } finally {
      await journal.close();
    }
  }
}

/** A damaged journal says nothing of what its run left behind; it does not stand in the way of other runs. */
async function openReadable(runId: string, { store }: DurableEnvironment): Promise<RunJournal | undefined> {
  try {
    return await store.open(runId, 'inspect');
  } catch (error) {
    if (error instanceof OrchestratorError) return undefined;
    throw error;
  }
}

async function settle(journal: RunJournal, { openWorld, notice }: DurableEnvironment): Promise<void> {
  const { runId, root, worktree } = journal.header;
  const world = openWorld(worktree ?? root, runId);
  const killed = await world.commands.killLeftovers(runId);
  if (killed > 0) notice(`Ended ${killed} processes that the killed run ${runId} had left behind.`);
  await cleanUpOpenChecks(journal, world);
  if (await world.git.removeStaleIndexLock()) notice('Removed the index.lock that a killed git had left behind.');
  await journal.finish({
    status: 'interrupted',
    exitCode: killedStatus,
    endedAt: world.clock.now().toISOString(),
    reason: 'Its process was killed.',
  });
}

/** Runs the clean-up of every check that was started and has no result. */
async function cleanUpOpenChecks(journal: RunJournal, world: World): Promise<void> {
  for (const { name, input, result } of journal.recorded) {
    if (name !== runCheckStep || result !== undefined) continue;
    const check = TaskCheck.safeParse(input);
    if (check.success) await cleanUpCheck(check.data, world);
  }
}
