import {
  type AcceptanceCriterion,
  type CheckResult,
  commitInStep,
  emitWritten,
  inStep,
  type PhaseContext,
  type TaskResult,
  type WrittenFile,
  writeFilesInStep,
} from '@devops-orchestrator/contracts';
import { featureFolder, tickTask } from '@devops-orchestrator/task-files';
import { type CarriedOut, carryOutTask } from './carry-out-task.js';
import type { DevopsInput } from './contract.js';
import { type PreparedTask, prepareTask } from './prepare-task.js';
import type { Requirements } from './requirements.js';

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

/**
 * Writes the task's files, has it carried out, ticks what its checks proved, and commits when none failed. A model takes part
 * where there is one and the task needs it.
 */
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
  const done = await carryOutTask({ name, input, prepared, requirements, context });
  const criteria = task.criteria.map((criterion) => judgeCriterion(criterion, done.checks));
  await tick(`${featureFolder(feature)}/${name}`, prepared, criteria, done, context);
  const commit = done.failed || !input.commit ? undefined : await commitTask(name, prepared, done, context);
  return {
    file: name,
    title: task.title,
    status: done.failed ? 'failed' : 'done',
    files: mergeFiles(files, done.files),
    checks: done.checks,
    criteria,
    ...(commit === undefined ? {} : { commit }),
    durationMs: context.clock.monotonicMs() - started,
    issues: [...prepared.issues, ...done.issues],
    ...(done.share === undefined ? {} : { modelWork: done.share }),
  };
}

async function tick(
  path: string,
  { text, settle }: PreparedTask,
  criteria: readonly AcceptanceCriterion[],
  { failed, settle: settleNew }: CarriedOut,
  context: PhaseContext,
): Promise<void> {
  const content = tickTask(path, text, criteria);
  const ticks = content === text ? [] : [{ path, content, executable: false, before: text }];
  // what is settled last knows of all that is settled
  const record = settleNew.length > 0 ? settleNew : settle;
  await writeFilesInStep([...ticks, ...(failed ? [] : record)], `${path.split('/').at(-1)}/ticked`, context);
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
  { files }: CarriedOut,
  context: PhaseContext,
): Promise<TaskResult['commit']> {
  const [own, record] = [commit.slice(0, -1), commit.slice(-1)];
  const paths = [...new Set([...own, ...files.map(({ path }) => path), ...record])];
  return commitInStep({ message: `feat(infra): ${task.commit}`, paths }, `${name}/commit`, context);
}

/** Each path once: what a model did to a file that the task had just created is still its creation. */
function mergeFiles(files: readonly WrittenFile[], written: readonly WrittenFile[]): WrittenFile[] {
  const changed = new Map(written.map((file) => [file.path, file.change]));
  const known = new Set(files.map(({ path }) => path));
  return [
    ...files.map(({ path, change }) => ({
      path,
      change: change === 'unchanged' ? (changed.get(path) ?? change) : change,
    })),
    ...written.filter(({ path }) => !known.has(path)),
  ];
}
