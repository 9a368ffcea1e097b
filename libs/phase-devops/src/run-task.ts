import {
  type AcceptanceCriterion,
  type CheckResult,
  commitInStep,
  emitWritten,
  inStep,
  type PhaseContext,
  type Task,
  type TaskCheck,
  type TaskResult,
  writeFilesInStep,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import { featureFolder, generatedFilesPath, tickTask } from '@devops-orchestrator/task-files';
import type { DevopsInput } from './contract.js';
import { prepareTask } from './prepare-task.js';
import type { Requirements } from './requirements.js';
import { runCheck, runCheckStep } from './run-check.js';

/** Key of the step that a task begins with; a failed task is carried out anew from here. */
export function taskStartKey(name: string): string {
  return `${name}/prepare`;
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
  const { task, text, files, writes } = await inStep(
    'prepare-task',
    taskStartKey(name),
    { feature, name },
    context,
    (wanted) => prepareTask(wanted.feature, wanted.name, context),
  );
  await writeFilesInStep(writes, `${name}/write`, context);
  emitWritten(files, context);
  const checks = await runChecks(task, name, input, requirements, context);
  const criteria = task.criteria.map((criterion) => judgeCriterion(criterion, checks));
  await tick(`${featureFolder(feature)}/${name}`, text, criteria, name, context);
  const failed = checks.some((check) => check.verdict === 'failed');
  const commit = failed || !input.commit ? undefined : await commitTask(name, task, feature, files, context);
  return {
    file: name,
    title: task.title,
    status: failed ? 'failed' : 'done',
    files: [...files],
    checks,
    criteria,
    ...(commit === undefined ? {} : { commit }),
    durationMs: context.clock.monotonicMs() - started,
    issues: issuesOf(task, files),
  };
}

async function tick(
  path: string,
  before: string,
  criteria: readonly AcceptanceCriterion[],
  name: string,
  context: PhaseContext,
): Promise<void> {
  const content = tickTask(path, before, criteria);
  const writes = content === before ? [] : [{ path, content, executable: false, before }];
  await writeFilesInStep(writes, `${name}/ticked`, context);
}

async function runChecks(
  task: Task,
  name: string,
  input: DevopsInput,
  requirements: Requirements,
  context: PhaseContext,
): Promise<CheckResult[]> {
  const definition = {
    name: runCheckStep,
    run: (check: TaskCheck) => runCheck(check, input.verify, requirements, context),
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
  task: Task,
  feature: string,
  files: readonly WrittenFile[],
  context: PhaseContext,
): Promise<TaskResult['commit']> {
  const own = files.filter((file) => file.change !== 'kept').map((file) => file.path);
  const paths = [...own, `${featureFolder(feature)}/${name}`, generatedFilesPath(feature)];
  return commitInStep({ message: `feat(infra): ${task.commit}`, paths }, `${name}/commit`, context);
}

function issuesOf(task: Task, files: readonly WrittenFile[]): string[] {
  const kept = files
    .filter((file) => file.change === 'kept')
    .map((file) => `${file.path} has content of its own and was kept; the task's content was not applied.`);
  const instructions = task.steps.filter((step) => step.kind === 'instruction').length;
  return instructions === 0
    ? kept
    : [...kept, `${instructions} instruction step(s) need the Claude engine and were not carried out.`];
}
