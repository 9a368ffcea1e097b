import {
  addShares,
  type AgentShare,
  type Documentation,
  inStep,
  OrchestratorError,
  type OrchestrationRequest,
  type PhaseContext,
  type PhaseId,
  type PhaseReport,
  type Plan,
  type RepositoryAnalysis,
  type RunReport,
  type Scope,
  type TaskResult,
} from '@devops-orchestrator/contracts';
import { devopsPhase } from '@devops-orchestrator/phase-devops';
import { docsPhase } from '@devops-orchestrator/phase-docs';
import { pmPhase } from '@devops-orchestrator/phase-pm';
import { onBranch } from './branch.js';
import { preflight, preflightKey } from './preflight.js';
import { buildReport } from './report/build-report.js';
import { publishReport } from './report/publish-report.js';
import { asOrchestratorError, PhaseFailedError, runPhase } from './run-phase.js';
import { loadPlan } from './load-plan.js';
import { assertPlanIsFresh } from './plan-freshness.js';

/** What a run has so far; the report is built from it, however far it came. */
export interface RunState {
  request: OrchestrationRequest;
  startedAt: Date;
  startedMs: number;
  phases: PhaseReport[];
  notes: string[];
  analysis?: RepositoryAnalysis;
  plan?: Plan;
  tasks: TaskResult[];
  documentation?: Documentation;
  commits: { sha: string; message: string }[];
  error?: OrchestratorError;
  resumeCommand?: string | undefined;
}

export interface RunOptions {
  /** Default: `all`. */
  scope?: Scope | undefined;
  /** Commits go to this branch, created at HEAD where needed; default: the branch that is checked out. */
  branch?: string | undefined;
  /** Command that goes on with the run after it stopped; default: the one that carries out phase 2 anew. */
  resumeCommand?: string | undefined;
}

/** Runs the phases in order, each on the earlier one's output, and ends with a report. Never throws: see `report.failure`. */
export async function orchestrate(
  request: OrchestrationRequest,
  world: PhaseContext,
  { scope = 'all', branch, resumeCommand }: RunOptions = {},
): Promise<RunReport> {
  const context = onBranch(world, branch);
  const state: RunState = { ...startRun(request, context), resumeCommand };
  let commit = false;
  try {
    const checked = await inStep('preflight', preflightKey, { commit: request.commit }, context, (wanted) =>
      preflight(wanted.commit, context),
    );
    commit = checked.commit;
    state.notes.push(...checked.notes);
    if (scope === 'all' || scope === 'plan') await runPlanning({ ...request, commit }, state, context);
    else {
      const wanted = { feature: request.feature ?? null };
      state.plan = await inStep('load-plan', 'load-plan', wanted, context, ({ feature }) =>
        loadPlan(feature ?? undefined, context),
      );
      if (scope === 'implement') await assertFresh(state, context);
    }
    if (scope === 'all' || scope === 'implement') await runImplementation(commit, state, context);
    if (scope === 'all' || scope === 'document') await runDocumentation(commit, state, context);
  } catch (error) {
    recordFailure(error, state, context);
  }
  const report = buildReport(state, context);
  return scope === 'all' ? publishReport(report, commit, context) : report;
}

function startRun(request: OrchestrationRequest, context: PhaseContext): RunState {
  return {
    request,
    startedAt: context.clock.now(),
    startedMs: context.clock.monotonicMs(),
    phases: [],
    notes: [],
    tasks: [],
    commits: [],
  };
}

async function runPlanning(request: OrchestrationRequest, state: RunState, context: PhaseContext): Promise<void> {
  const { report, output } = await runPhase(pmPhase, { schemaVersion: 1, request }, context);
  state.phases.push(withModelWork(report, output.modelWork));
  state.analysis = output.analysis;
  state.plan = output.plan;
  state.notes.push(...output.notes);
  await assertWritten(
    'pm',
    output.files.map(({ path }) => path),
    context,
  );
  if (output.commit !== undefined) state.commits.push(output.commit);
}

async function assertFresh(state: RunState, context: PhaseContext): Promise<void> {
  const { feature } = planOf(state);
  await inStep('assert-plan-is-fresh', 'fresh', { feature }, context, async (wanted) => {
    await assertPlanIsFresh(wanted.feature, context);
    return { fresh: true };
  });
}

async function runImplementation(commit: boolean, state: RunState, context: PhaseContext): Promise<void> {
  const { feature } = planOf(state);
  const { report, output } = await runPhase(
    devopsPhase,
    { schemaVersion: 1, feature, verify: state.request.verify, commit },
    context,
  );
  state.tasks = output.tasks;
  state.commits.push(...output.tasks.flatMap((task) => task.commit ?? []));
  const failed = output.tasks.find((task) => task.status === 'failed');
  const done = withModelWork(report, addShares(output.tasks.map(({ modelWork }) => modelWork)));
  state.phases.push(failed === undefined ? done : { ...done, status: 'failed' });
  if (failed !== undefined) throw taskFailed(failed);
}

async function runDocumentation(commit: boolean, state: RunState, context: PhaseContext): Promise<void> {
  const plan = planOf(state);
  const { report, output } = await runPhase(
    docsPhase,
    {
      schemaVersion: 1,
      feature: plan.feature,
      plan,
      ...(state.analysis === undefined ? {} : { analysis: state.analysis }),
      taskResults: state.tasks,
      commit,
      engine: state.request.engine,
    },
    context,
  );
  state.phases.push(withModelWork(report, output.modelWork));
  state.documentation = output;
  await assertWritten(
    'docs',
    output.documents.map(({ path }) => path),
    context,
  );
  if (output.commit !== undefined) state.commits.push(output.commit);
}

function withModelWork(report: PhaseReport, modelWork: AgentShare | undefined): PhaseReport {
  return modelWork === undefined ? report : { ...report, modelWork };
}

/** S9: what a phase says it wrote is there, or the run does not go on. */
async function assertWritten(phase: PhaseId, paths: readonly string[], context: PhaseContext): Promise<void> {
  await inStep('verify-outputs', `${phase}/verify-outputs`, { paths }, context, async (wanted) => {
    for (const path of wanted.paths) {
      if ((await context.workspace.read(path)) !== undefined) continue;
      throw new OrchestratorError('phase-output-missing', `Expected ${path} to be written; there is no such file.`, {
        hint: 'Something removed it while the run went on: run the same command again.',
      });
    }
    return { found: wanted.paths.length };
  });
}

function planOf({ plan }: RunState): Plan {
  if (plan !== undefined) return plan;
  throw new OrchestratorError('phase-output-missing', 'Expected a plan; phase 1 left none.', {
    hint: 'Run `devops-orchestrator plan` first.',
  });
}

function taskFailed(task: TaskResult): OrchestratorError {
  const checks = task.checks.filter((check) => check.verdict === 'failed');
  const which =
    checks.length > 0
      ? checks.map((check) => `${check.id} (${check.reason ?? 'failed'})`).join(', ')
      : (task.issues.find((issue) => issue.startsWith('Tried')) ?? 'nothing proves it');
  return new OrchestratorError('task-failed', `Task ${task.file} failed: ${which.replace(/\.$/, '')}.`, {
    hint: 'Read the output of the failed check, correct the file it names, and retry.',
  });
}

function recordFailure(error: unknown, state: RunState, context: PhaseContext): void {
  if (error instanceof PhaseFailedError) state.phases.push(error.phase);
  state.error = error instanceof PhaseFailedError ? error.cause : asOrchestratorError(error, context.signal);
}
