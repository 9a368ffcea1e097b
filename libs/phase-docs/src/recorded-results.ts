import { parseTask } from '@devops-orchestrator/task-files';
import type { CheckResult, FileTree, Task, TaskResult } from '@devops-orchestrator/contracts';

/** The results that an earlier run wrote into the task files; for documents made alone. A file that does not parse says nothing. */
export function readRecordedResults(tree: FileTree, feature: string): TaskResult[] {
  const folder = `.claude/tasks/${feature}/`;
  return tree.paths
    .filter((path) => path.startsWith(folder) && /^\d{2}-[a-z0-9-]{1,80}\.md$/.test(path.slice(folder.length)))
    .flatMap((path) => {
      const task = tryParse(path, tree.read(path) ?? '');
      return task === undefined ? [] : [resultOf(path.slice(folder.length), task)];
    });
}

function tryParse(path: string, text: string): Task | undefined {
  try {
    return parseTask(path, text);
  } catch {
    // The documents describe the files on disk: a task file that somebody is editing must not keep them from being written.
    return undefined;
  }
}

function resultOf(file: string, task: Task): TaskResult {
  const checks = task.checks.map(({ id, tier, command }): CheckResult => {
    const naming = task.criteria.filter((criterion) => criterion.checks.includes(id));
    const met = naming.some((criterion) => criterion.met);
    const verdict = naming.find((criterion) => criterion.verdict !== undefined)?.verdict ?? 'not run yet';
    const failed = !met && verdict.startsWith('failed');
    const base = { id, tier, command, durationMs: 0, output: '' };
    if (met) return { ...base, verdict: 'passed' };
    return { ...base, verdict: failed ? 'failed' : 'skipped', reason: verdict.replace(/^(?:skipped|failed): /, '') };
  });
  return {
    file,
    title: task.title,
    status: 'done',
    files: [],
    checks,
    criteria: task.criteria,
    durationMs: 0,
    issues: [],
  };
}
