import {
  type AcceptanceCriterion,
  type CheckResult,
  commitInStep,
  emitWritten,
  inStep,
  type PhaseContext,
  type TaskCheck,
  type TaskResult,
  writeFilesInStep,
} from '@devops-orchestrator/contracts';
import { featureFolder, tickTask } from '@devops-orchestrator/task-files';
import type { DevopsInput } from './contract.js';
import { type PreparedTask, prepareTask } from './prepare-task.js';
import type { Requirements } from './requirements.js';
import { runCheck, runCheckStep, skippedCheck } from './run-check.js';

/** Key of the step that a task begins with; a failed task is carried out anew from here. */
export function taskStartKey(name: string): string {
  return `${name}/prepare`;
}

/** Writes the files of a task and proves nothing: to see what a plan means for the files. @returns its issues */
export async function applyTask(feature: string, name: string, context: PhaseContext): Promise<readonly string[]> {
  const { writes, issues, files } = await prepareTask({ feature, name, commit: false }, context);
  await writeFilesInStep(writes, `${name}/write`, context);
  emitWritten(files, context);
  return issues;
}

/** Writes the task's files, runs its checks, ticks what they proved, and commits when none failed. */
export async function runTask(
  name: string,
  input: DevopsInput,
  requirements: Requirements,
  context: PhaseContext,
): Promise<TaskResult> {
  const started = context.clock.monotonicMs();
  const { feature } = input;
  const wanted = { feature, name, commit: input.commit };
  const prepared = await inStep('prepare-task', taskStartKey(name), wanted, context, (prepare) =>
    prepareTask(prepare, context),
  );
  const { task, files } = prepared;
  await writeFilesInStep(prepared.writes, `${name}/write`, context);
  emitWritten(files, context);
  const checks = await runChecks(name, prepared, input, requirements, context);
  const criteria = task.criteria.map((criterion) => judgeCriterion(criterion, checks));
  const failed = checks.some((check) => check.verdict === 'failed');
  await tick(`${featureFolder(feature)}/${name}`, prepared, criteria, failed, context);
  const commit = failed || !input.commit ? undefined : await commitTask(name, prepared, context);
  return {
    file: name,
    title: task.title,
    status: failed ? 'failed' : 'done',
    files: [...files],
    checks,
    criteria,
    ...(commit === undefined ? {} : { commit }),
    durationMs: context.clock.monotonicMs() - started,
    issues: issuesOf(prepared),
  };
}

async function tick(
  path: string,
  { text, settle }: PreparedTask,
  criteria: readonly AcceptanceCriterion[],
  failed: boolean,
  context: PhaseContext,
): Promise<void> {
  const content = tickTask(path, text, criteria);
  const ticks = content === text ? [] : [{ path, content, executable: false, before: text }];
  await writeFilesInStep([...ticks, ...(failed ? [] : settle)], `${path.split('/').at(-1)}/ticked`, context);
}

async function runChecks(
  name: string,
  { task, deleted }: PreparedTask,
  input: DevopsInput,
  requirements: Requirements,
  context: PhaseContext,
): Promise<CheckResult[]> {
  const definition = {
    name: runCheckStep,
    run: (check: TaskCheck) => {
      const gone = deleted.find((path) => check.command.includes(path));
      return gone === undefined
        ? runCheck(check, input.verify, requirements, context)
        : Promise.resolve(skippedCheck(check, `${gone} was deleted`));
    },
  };
  const results: CheckResult[] = [];
  for (const check of task.checks) {
    context.signal.throwIfAborted();
    context.emit({ type: 'check-started', task: name, id: check.id, command: check.command });
    const result = await context.step(definition, `${name}/check/${check.id}`, check);
    context.emit({ type: 'check-finished', task: name, result });
    results.push(result);
  }
  context.signal.throwIfAborted();
  return results;
}

/** A criterion is met when every check that proves it passed; without a check only a person can tick it. */
function judgeCriterion(criterion: AcceptanceCriterion, checks: readonly CheckResult[]): AcceptanceCriterion {
  if (criterion.checks.length === 0) return criterion;
  const results = checks.filter((check) => criterion.checks.includes(check.id));
  const worst =
    results.find((check) => check.verdict === 'failed') ?? results.find((check) => check.verdict === 'skipped');
  const base = { text: criterion.text, checks: criterion.checks };
  return worst === undefined
    ? { ...base, met: true, verdict: 'passed' }
    : { ...base, met: false, verdict: `${worst.verdict}: ${worst.reason ?? 'no reason given'}` };
}

function commitTask(
  name: string,
  { task, commit }: PreparedTask,
  context: PhaseContext,
): Promise<TaskResult['commit']> {
  return commitInStep({ message: `feat(infra): ${task.commit}`, paths: commit }, `${name}/commit`, context);
}

function issuesOf({ task, issues }: PreparedTask): string[] {
  const instructions = task.steps.filter((step) => step.kind === 'instruction').length;
  return instructions === 0
    ? issues
    : [...issues, `${instructions} instruction step(s) need the Claude engine and were not carried out.`];
}
