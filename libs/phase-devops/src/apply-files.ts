import type { PhaseContext, Task, TaskFileStep, WrittenFile } from '@devops-orchestrator/contracts';
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
    const existing = await context.workspace.read(step.path);
    if (existing !== undefined && existing !== step.content && !recorded.get(step.path)?.has(digestOf(existing))) {
      results.push({ path: step.path, change: 'kept' });
    } else {
      results.push(await writeFile(step, taskName, context));
      ours.push(step);
    }
    context.emit({ type: 'file-written', ...results[results.length - 1]! });
  }
  const manifest = generatedFilesPath(feature);
  const content = renderGeneratedFiles(await context.workspace.read(manifest), ours);
  await context.workspace.write({ path: manifest, content, executable: false });
  return results;
}

function writeFile(step: TaskFileStep, taskName: string, context: PhaseContext): Promise<WrittenFile> {
  const { path, content, executable } = step;
  return context.step(
    {
      name: 'write-file',
      run: async () => ({ path, change: await context.workspace.write({ path, content, executable }) }),
    },
    `${taskName}/write/${path}`,
    {},
  );
}
