import {
  type AgentPort,
  inStep,
  type PhaseContext,
  type RunEnd,
  type RunJournal,
  type RunReport,
} from '@devops-orchestrator/contracts';
import { taskStartKey } from '@devops-orchestrator/phase-devops';
import { orchestrate } from '../orchestrate.js';
import { reportReadKey } from '../report/publish-report.js';
import type { DurableEnvironment, OpenedAgent, World } from './environment.js';

/** Carries out a run, new or resumed, on its journal, and writes down how it ended; then ends its agent. */
export async function carryOut(
  journal: RunJournal,
  environment: DurableEnvironment,
  opened: OpenedAgent | undefined,
): Promise<RunReport> {
  try {
    return await carryOutWith(opened?.agent, journal, environment);
  } finally {
    await opened?.close();
  }
}

async function carryOutWith(
  agent: AgentPort | undefined,
  journal: RunJournal,
  environment: DurableEnvironment,
): Promise<RunReport> {
  const { runId, root, worktree, request, scope, branch } = journal.header;
  const home = environment.openWorld(root, runId);
  const steps = journal.steps(home.signal);
  const contextOf = (world: World): PhaseContext => ({
    ...world,
    runId,
    ...(agent === undefined ? {} : { agent }),
    step: (definition, key, input) => steps.step(definition, key, input),
  });
  if (worktree !== undefined && branch !== undefined) await addWorktree(worktree, branch, contextOf(home));
  const world = worktree === undefined ? home : environment.openWorld(worktree, runId);
  const report = await orchestrate(request, contextOf(world), {
    scope,
    ...(worktree === undefined ? { branch } : {}),
    resumeCommand: 'devops-orchestrator resume',
  });
  await finish(journal, { ...endOf(report), endedAt: world.clock.now().toISOString() }, environment);
  if (worktree === undefined || report.status === 'failed' || report.status === 'interrupted') {
    return { ...report, runId };
  }
  await home.git.removeWorktree(worktree);
  const merge = `The commits are on the branch ${branch ?? ''}; \`git merge --ff-only ${branch ?? ''}\` brings them in.`;
  return { ...report, runId, notes: report.commits.length === 0 ? report.notes : [...report.notes, merge] };
}

async function addWorktree(path: string, branch: string, context: PhaseContext): Promise<void> {
  await inStep('add-worktree', 'worktree/add', { path, branch }, context, async (wanted) => {
    // what an earlier try left is made anew
    await context.git.removeWorktree(wanted.path);
    await context.git.addWorktree(wanted);
    return { path: wanted.path };
  });
}

/** A journal that cannot be written (a full disk) must not hide the report. */
async function finish(journal: RunJournal, end: RunEnd, { notice }: DurableEnvironment): Promise<void> {
  try {
    await journal.finish(end);
  } catch (error) {
    notice(`The end of the run could not be recorded: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await journal.close();
  }
}

function endOf({ status, exitCode, plan, tasks, failure }: RunReport): Omit<RunEnd, 'endedAt'> {
  const failed = tasks.find((task) => task.status === 'failed');
  const resumeFrom = failed !== undefined ? taskStartKey(failed.file) : status === 'failed' ? reportReadKey : undefined;
  return {
    status,
    exitCode,
    ...(plan === undefined ? {} : { feature: plan.feature }),
    ...(failure === undefined ? {} : { reason: failure.message }),
    // a report on the failure is written anew when the run goes on
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
  };
}
