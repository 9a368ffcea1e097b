import { OrchestratorError, type RunJournal, type RunReport } from '@devops-orchestrator/contracts';
import { planMadeKey, planWrittenKey } from '@devops-orchestrator/phase-pm';
import { assertPlanIsFresh } from '../plan-freshness.js';
import { preflightKey } from '../preflight.js';
import { carryOut } from './carry-out.js';
import type { DurableEnvironment } from './environment.js';
import { settleDeadRuns } from './settle-dead-runs.js';

/**
 * Goes on with a run that was killed, interrupted or failed: what its journal holds is not done again; a failed task is
 * carried out anew, from its task file as it is on disk now.
 *
 * @param runId the newest run that can be resumed, when absent
 * @throws {OrchestratorError} `run-not-found`, `run-not-resumable`, `repository-locked`, `repository-unusable`
 */
export async function resumeRun(runId: string | undefined, environment: DurableEnvironment): Promise<RunReport> {
  const { store, notice } = environment;
  const lock = await store.lock(runId ?? environment.newRunId());
  try {
    if (lock.takenOver !== undefined) notice(lock.takenOver);
    await settleDeadRuns(environment);
    const journal = await store.open(runId);
    assertResumable(journal);
    await assertSameBranch(journal, environment);
    await assertSameRepository(journal, environment);
    const opened = environment.openAgent?.(journal.header.request, journal.header.runId);
    await journal.reopen();
    return await carryOut(journal, environment, opened);
  } finally {
    await lock.release();
  }
}

const resumable: readonly (string | undefined)[] = ['failed', 'interrupted', undefined];

function assertResumable({ header, end }: RunJournal): void {
  if (resumable.includes(end?.status)) return;
  throw new OrchestratorError('run-not-resumable', `Run ${header.runId} has ended: ${end?.status ?? ''}.`, {
    hint: 'Start a new one with `devops-orchestrator run`; what is there already is not made again.',
  });
}

/** A plan that was written goes on only in the repository that it was made for. */
async function assertSameRepository({ header, recorded }: RunJournal, environment: DurableEnvironment): Promise<void> {
  const written = recorded.some(({ key, result }) => key === planWrittenKey && result !== undefined);
  const made = recorded.find(({ key }) => key === planMadeKey)?.result?.output as
    { plan: { feature: string } } | undefined;
  if (!written || made === undefined) return;
  await assertPlanIsFresh(made.plan.feature, environment.openWorld(header.worktree ?? header.root, header.runId));
}

/** The commits of a run belong to one branch. */
async function assertSameBranch({ header, recorded }: RunJournal, { openWorld }: DurableEnvironment): Promise<void> {
  const checked = recorded.find(({ key }) => key === preflightKey)?.result?.output as
    { branch: string | null } | undefined;
  if (checked === undefined || checked.branch === null || header.worktree !== undefined) return;
  const { branch } = await openWorld(header.root, header.runId).git.state();
  if (branch === checked.branch || branch === header.branch) return;
  throw new OrchestratorError(
    'repository-unusable',
    `Run ${header.runId} was started on the branch ${checked.branch}; ${branch ?? 'no branch'} is checked out now.`,
    { hint: `Run \`git switch ${checked.branch}\`, then resume; or start a new run here.` },
  );
}
