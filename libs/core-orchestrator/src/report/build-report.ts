import {
  addShares,
  BudgetExhaustedError,
  type CheckResult,
  type ChecklistItem,
  type FailureReport,
  type PhaseContext,
  type PhaseId,
  type PhaseReport,
  type RunReport,
} from '@devops-orchestrator/contracts';
import type { RunState } from '../orchestrate.js';

const agents: readonly Pick<PhaseReport, 'id' | 'agent'>[] = [
  { id: 'pm', agent: 'senior-product-manager' },
  { id: 'devops', agent: 'devops-docker-senior-engineer' },
  { id: 'docs', agent: 'devops-senior-documentation-engineer' },
];

/** The final report as data, from whatever a run reached. */
export function buildReport(state: RunState, context: PhaseContext): RunReport {
  const { request, error } = state;
  const modelWork = addShares(state.phases.map((phase) => phase.modelWork));
  return {
    schemaVersion: 1,
    status: statusOf(state),
    exitCode: error?.exitCode ?? 0,
    request: request.request,
    engine: modelWork === undefined ? 'builtin' : 'claude',
    ...(modelWork === undefined ? {} : { modelWork }),
    verify: request.verify,
    startedAt: state.startedAt.toISOString(),
    durationMs: context.clock.monotonicMs() - state.startedMs,
    phases: agents.map(
      ({ id, agent }) =>
        state.phases.find((phase) => phase.id === id) ?? { id, agent, status: 'pending', durationMs: 0 },
    ),
    ...(state.plan === undefined ? {} : { plan: state.plan }),
    tasks: state.tasks,
    ...(state.documentation === undefined ? {} : { documentation: state.documentation }),
    readiness: readinessOf(state),
    nextSteps: nextStepsOf(state),
    commits: state.commits,
    ...(error === undefined ? {} : { failure: failureOf(state) }),
    notes: [...state.notes, ...state.tasks.flatMap((task) => task.issues), ...(state.documentation?.issues ?? [])],
  };
}

function statusOf({ error, phases }: RunState): RunReport['status'] {
  if (error === undefined) return 'done';
  if (error.code === 'interrupted' || error.code === 'terminated') return 'interrupted';
  // the run goes on with a larger budget, or with a model that can be reached
  const changedNothing = !phases.some(({ status }) => status === 'done');
  if (error.code === 'budget-exhausted') return 'interrupted';
  if (error.code === 'engine-unavailable' && !changedNothing) return 'interrupted';
  return error.exitCode === 1 || error.exitCode === 75 ? 'failed' : 'refused';
}

function failureOf(state: RunState): FailureReport | undefined {
  const { error } = state;
  if (error === undefined) return undefined;
  const phase = state.phases.find(({ status }) => status === 'failed');
  const task = state.tasks.find(({ status }) => status === 'failed');
  const retry = retryOf(state, phase?.id);
  return {
    ...(phase === undefined ? {} : { phase: phase.id, agent: phase.agent }),
    ...(task === undefined ? {} : { task: task.file }),
    code: error.code,
    message: error.message,
    remediation: error.hint,
    ...(retry === undefined ? {} : { retry }),
  };
}

/** A refused run changed nothing: there is nothing to go on with. */
function retryOf(state: RunState, phase: PhaseId | undefined): string | undefined {
  if (statusOf(state) === 'refused') return undefined;
  if (state.resumeCommand !== undefined) return `${state.resumeCommand}${largerBudget(state)}`;
  const feature = state.plan?.feature;
  return feature !== undefined && phase === 'devops' ? `devops-orchestrator implement --feature ${feature}` : undefined;
}

/** The option that gives a run twice of what it has spent; phases, tasks, turns and time are bounded in a file. */
function largerBudget({ error }: RunState): string {
  if (!(error instanceof BudgetExhaustedError)) return '';
  const { level, dimension, limit } = error.exhausted;
  if (level === 'run' && dimension === 'money') return ` --budget ${limit * 2}`;
  if (level === 'run' && dimension === 'tokens') return ` --budget-tokens ${limit * 2}`;
  return ' --claude-config FILE';
}

/** The seed's readiness list. Three boxes stay for people; the others are ticked by checks alone. */
function readinessOf(state: RunState): ChecklistItem[] {
  const checks = state.tasks.flatMap((task) => task.checks);
  const written = state.tasks.flatMap((task) => task.files).filter(({ path }) => !path.endsWith('.md'));
  const done = state.tasks.length > 0 && state.tasks.every((task) => task.status === 'done');
  const scripts = written.filter(({ path }) => path.startsWith('scripts/') && path.endsWith('.sh'));
  return [
    { text: 'All containers build successfully', ...proof(checks.filter(buildsImage), 'no check builds an image') },
    {
      text: 'Configuration files created',
      ...proof(done ? checks.filter(({ tier }) => tier === 'static') : [], 'not all tasks are done'),
    },
    {
      text: 'Deployment scripts ready',
      ...proof(
        scripts.length === 0 ? [] : checks.filter(({ command }) => /scripts\/(?:deploy|rollback)\.sh/.test(command)),
        'no deployment script was made or checked',
      ),
    },
    {
      text: 'Task breakdown complete',
      met: state.plan !== undefined,
      evidence: state.plan === undefined ? 'no plan' : `${state.plan.tasks.length} task files`,
    },
    {
      text: 'Complete documentation created',
      met: state.documentation !== undefined && state.documentation.documents.length === 5,
      evidence: `${state.documentation?.documents.length ?? 0} of 5 documents`,
    },
    { text: 'Manual testing complete', met: false, evidence: 'for people to tick' },
    { text: 'Staging deployment verified', met: false, evidence: 'for people to tick' },
    { text: 'Production deployment approved', met: false, evidence: 'for people to tick' },
  ];
}

function buildsImage({ tier, command }: CheckResult): boolean {
  return tier === 'live' && /\bdocker (?:buildx )?build\b|\bcompose\b[^\n]*\b(?:build|up)\b/.test(command);
}

/** Met only when there is something and all of it passed. */
function proof(checks: readonly CheckResult[], none: string): Pick<ChecklistItem, 'met' | 'evidence'> {
  const passed = checks.filter(({ verdict }) => verdict === 'passed').length;
  const worst =
    checks.find(({ verdict }) => verdict === 'failed') ?? checks.find(({ verdict }) => verdict === 'skipped');
  if (checks.length === 0) return { met: false, evidence: none };
  return worst === undefined
    ? { met: true, evidence: `${passed} of ${checks.length} checks passed` }
    : { met: false, evidence: `${worst.id} ${worst.verdict}: ${worst.reason ?? ''}`.trim() };
}

function nextStepsOf({ plan, tasks, error }: RunState): string[] {
  if (error !== undefined || plan === undefined) return [];
  const skipped = [
    ...new Set(
      tasks.flatMap((task) =>
        task.checks.filter(({ verdict }) => verdict === 'skipped').map(({ reason }) => reason ?? ''),
      ),
    ),
  ].filter((reason) => reason !== '');
  return [
    `Review all deliverables in \`.claude/tasks/${plan.feature}/\``,
    ...(skipped.length === 0
      ? [
          'Test infrastructure: every check of this run was carried out; repeat with `devops-orchestrator run --verify live`',
        ]
      : [`Test infrastructure where the skipped checks can run (${skipped.join('; ')})`]),
    'Verify all services are working',
    'Review documentation for accuracy',
    'Deploy to staging environment',
    'Monitor and validate',
  ];
}
