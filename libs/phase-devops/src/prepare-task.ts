import type {
  FileTree,
  PhaseContext,
  PlannedWrite,
  Task,
  TaskFileStep,
  WrittenFile,
} from '@devops-orchestrator/contracts';
import {
  featureFolder,
  type FileOutcome,
  generatedFilesPath,
  outcomeOf,
  recordedFiles,
  renderGeneratedFiles,
  settleGeneratedFiles,
} from '@devops-orchestrator/task-files';
import { readTask } from './read-task.js';

/** A task as it is on disk now, and what it will do to the files: decided before the first byte is written. */
export interface PreparedTask {
  task: Task;
  /** Text of the task file, for the ticks. */
  text: string;
  files: WrittenFile[];
  writes: PlannedWrite[];
  /** Written once the checks have passed: what was generated before is then forgotten. */
  settle: PlannedWrite[];
  /** Paths that go into the commit. */
  commit: string[];
  /** Paths that a person took away. */
  deleted: string[];
  issues: string[];
}

export interface PrepareInput {
  feature: string;
  /** File name of the task. */
  name: string;
  /** True when the task ends with a commit. */
  commit: boolean;
}

/**
 * Reads a task file and decides what becomes of each file that it names; writes nothing.
 *
 * @throws {TaskFileError} when it is not a task file
 */
export async function prepareTask(
  { feature, name, commit }: PrepareInput,
  context: PhaseContext,
): Promise<PreparedTask> {
  const { task, text } = await readTask(featureFolder(feature), name, context.workspace);
  const steps = task.steps.filter((step) => step.kind === 'file');
  const outcomes = await decideFiles(steps, commit, context);
  const bases = steps.filter((_step, index) => outcomes[index]?.isBase === true);
  const record = await recordFiles(feature, bases, context);
  const writes = outcomes.flatMap(({ write }) => write ?? []);
  return {
    task,
    text,
    files: outcomes.map(({ file }) => file),
    // the record first: a file that is written belongs to us from its first byte on
    writes: [...record.first, ...writes],
    settle: record.last,
    commit: [
      ...outcomes.filter((outcome) => outcome.commit).map(({ file }) => file.path),
      `${featureFolder(feature)}/${name}`,
      generatedFilesPath(feature),
    ],
    deleted: outcomes.filter((outcome) => outcome.deleted).map(({ file }) => file.path),
    issues: outcomes.flatMap(({ issue }) => issue ?? []),
  };
}

async function decideFiles(
  steps: readonly TaskFileStep[],
  commit: boolean,
  { workspace, git }: PhaseContext,
): Promise<readonly FileOutcome[]> {
  const tree = await workspace.scan();
  const recorded = recordedFiles(tree).files;
  const found = await Promise.all(steps.map(({ path }) => currentOf(path, tree, workspace)));
  // what is not there cannot hold edits that are not committed: a first run asks git nothing
  const asksGit = commit && found.some((current) => current !== undefined);
  const changed = new Set(asksGit ? (await git.state()).changed : []);
  return steps.map(({ path, content, executable }, index) =>
    outcomeOf({
      path,
      planned: content,
      executable,
      current: found[index],
      recorded: recorded.get(path),
      uncommitted: changed.has(path),
    }),
  );
}

async function currentOf(path: string, tree: FileTree, workspace: PhaseContext['workspace']) {
  const text = await workspace.read(path);
  return text === undefined ? undefined : { text, executable: tree.isExecutable(path) };
}

/** The writes that record what is generated: as pending before the files, as done after the checks. */
async function recordFiles(
  feature: string,
  written: readonly TaskFileStep[],
  { workspace }: PhaseContext,
): Promise<{ first: PlannedWrite[]; last: PlannedWrite[] }> {
  const path = generatedFilesPath(feature);
  const before = (await workspace.read(path)) ?? null;
  const pending = renderGeneratedFiles(before ?? undefined, { written });
  const settled = settleGeneratedFiles(
    pending,
    written.map((step) => step.path),
  );
  return {
    first: pending === before ? [] : [{ path, content: pending, executable: false, before }],
    last: settled === pending ? [] : [{ path, content: settled, executable: false, before: pending }],
  };
}
