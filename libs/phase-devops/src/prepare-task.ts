import {
  changeOf,
  type FileTree,
  type PhaseContext,
  type PlannedWrite,
  type Task,
  type TaskFileStep,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import {
  digestOf,
  featureFolder,
  generatedFilesPath,
  recordedDigests,
  renderGeneratedFiles,
} from '@devops-orchestrator/task-files';
import { readTask } from './read-task.js';

/** A task as it is on disk now, and what it will do to the files: decided before the first byte is written. */
export interface PreparedTask {
  task: Task;
  /** Text of the task file, for the ticks. */
  text: string;
  files: WrittenFile[];
  writes: PlannedWrite[];
}

/**
 * Reads a task file and decides what becomes of each file that it names; writes nothing.
 *
 * @throws {TaskFileError} when it is not a task file
 */
export async function prepareTask(feature: string, name: string, context: PhaseContext): Promise<PreparedTask> {
  const { workspace } = context;
  const { task, text } = await readTask(featureFolder(feature), name, workspace);
  const tree = await workspace.scan();
  const recorded = recordedDigests(tree);
  const files: WrittenFile[] = [];
  const writes: PlannedWrite[] = [];
  const ours: TaskFileStep[] = [];
  for (const step of task.steps.filter(({ kind }) => kind === 'file') as TaskFileStep[]) {
    const before = (await workspace.read(step.path)) ?? null;
    const change = decideChange(step, before, recorded, tree);
    files.push({ path: step.path, change });
    if (change === 'kept') continue;
    ours.push(step);
    if (change !== 'unchanged')
      writes.push({ path: step.path, content: step.content, executable: step.executable, before });
  }
  const record = await recordOf(feature, ours, context);
  // the record first: a file that is written belongs to us from its first byte on
  return { task, text, files, writes: record === undefined ? writes : [record, ...writes] };
}

function decideChange(
  { path, content, executable }: TaskFileStep,
  before: string | null,
  recorded: ReadonlyMap<string, ReadonlySet<string>>,
  tree: FileTree,
): WrittenFile['change'] {
  const ours = before === null || before === content || recorded.get(path)?.has(digestOf(before)) === true;
  if (!ours) return 'kept';
  const change = changeOf({ before, content });
  return change === 'unchanged' && tree.isExecutable(path) !== executable ? 'modified' : change;
}

async function recordOf(
  feature: string,
  ours: readonly TaskFileStep[],
  { workspace }: PhaseContext,
): Promise<PlannedWrite | undefined> {
  const path = generatedFilesPath(feature);
  const before = (await workspace.read(path)) ?? null;
  const content = renderGeneratedFiles(before ?? undefined, { written: ours });
  return content === before ? undefined : { path, content, executable: false, before };
}
