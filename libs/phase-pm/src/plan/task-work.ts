import type { Task } from '@devops-orchestrator/contracts';
import {
  type GeneratedFiles,
  isRecordedVersion,
  parseTask,
  type RecordedFile,
  renderTask,
} from '@devops-orchestrator/task-files';

/** The task as before a run: no box ticked, no verdict. */
export function unticked(task: Task): Task {
  return { ...task, criteria: task.criteria.map(({ text, checks }) => ({ text, checks, met: false })) };
}

/** True when two tasks ask for the same steps, checks and criteria; what they say about them may differ. */
export function sameWork(one: Task, other: Task): boolean {
  return workOf(one) === workOf(other);
}

/** As read back from the file: a task that was never written differs from its file in blank lines and line ends. */
function workOf(task: Task): string {
  const { steps, checks, criteria } = parseTask('task.md', renderTask(unticked(task)));
  return JSON.stringify({ steps, checks, criteria });
}

/**
 * True when phase 2 carried a task out, as far as the feature's manifest and the task's verdicts show: its checks were made
 * and none failed, and what it wrote is recorded with this content and nothing before it. Files that are not recorded at all are a person's.
 */
export function wasApplied({ steps, criteria }: Task, { files }: GeneratedFiles): boolean {
  const proved = criteria.filter(({ checks }) => checks.length > 0);
  if (proved.length > 0 && proved.every(({ verdict }) => verdict === undefined)) return false;
  if (proved.some(({ verdict }) => verdict?.startsWith('failed') === true)) return false;
  const written = steps.filter((step) => step.kind === 'file');
  if (written.length === 0) return criteria.some(({ met, verdict }) => met || verdict !== undefined);
  const recorded = written.flatMap(({ path, content }) => {
    const entry = files.get(path);
    return entry === undefined ? [] : [{ content, entry }];
  });
  return recorded.length > 0 && recorded.every(({ content, entry }) => isDoneWith(entry, content));
}

function isDoneWith(entry: RecordedFile, content: string): boolean {
  if (!('base' in entry)) return isRecordedVersion(content, { bases: [], digests: [entry.digest] });
  return entry.previous === undefined && isRecordedVersion(content, { bases: [entry.base], digests: [] });
}
