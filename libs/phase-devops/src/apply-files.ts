import {
  type PhaseContext,
  type Task,
  type TaskFileStep,
  writeFileInStep,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import { digestOf, generatedFilesPath, recordedDigests, renderGeneratedFiles } from '@devops-orchestrator/task-files';

/** Writes the file steps of a task and records what was generated. A file that a person wrote or changed is kept. */
export async function applyFiles(
  task: Task,
  feature: string,
  taskName: string,
  context: PhaseContext,
): Promise<readonly WrittenFile[]> {
  const steps = task.steps.filter((step) => step.kind === 'file');
  const recorded = recordedDigests(await context.workspace.scan());
  const results: WrittenFile[] = [];
  const ours: TaskFileStep[] = [];
  for (const step of steps) {
    const result = await applyFile(step, recorded, taskName, context);
    if (result.change !== 'kept') ours.push(step);
    results.push(result);
    context.emit({ type: 'file-written', ...result });
  }
  const path = generatedFilesPath(feature);
  const content = renderGeneratedFiles(await context.workspace.read(path), ours);
  await writeFileInStep({ path, content, executable: false }, `${taskName}/generated`, context);
  return results;
}

async function applyFile(
  { path, content, executable }: TaskFileStep,
  recorded: ReadonlyMap<string, ReadonlySet<string>>,
  taskName: string,
  context: PhaseContext,
): Promise<WrittenFile> {
  const existing = await context.workspace.read(path);
  const ours = existing === undefined || existing === content || recorded.get(path)?.has(digestOf(existing)) === true;
  if (!ours) return { path, change: 'kept' };
  return writeFileInStep({ path, content, executable }, `${taskName}/write/${path}`, context);
}
