import {
  commitInStep,
  type PhaseContext,
  type Plan,
  writeFileInStep,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import { featureFolder, parseTask, renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import type { AssembledTask } from '../plan/assemble-tasks.js';

/** Writes the plan's README and its task files; a task file that says the same already keeps its ticks. */
export async function writePlan(
  plan: Plan,
  tasks: readonly AssembledTask[],
  context: PhaseContext,
): Promise<readonly WrittenFile[]> {
  const folder = featureFolder(plan.feature);
  const written = [await writeFile(`${folder}/README.md`, renderPlanReadme(plan), context)];
  for (const { planned, task } of tasks) {
    const path = `${folder}/${planned.file}`;
    const text = renderTask(task);
    const existing = await context.workspace.read(path);
    written.push(
      existing !== undefined && untickedText(path, existing) === text
        ? { path, change: 'unchanged' }
        : await writeFile(path, text, context),
    );
  }
  return written;
}

export function commitPlan(
  plan: Plan,
  written: readonly WrittenFile[],
  context: PhaseContext,
): Promise<{ sha: string; message: string } | undefined> {
  const request = { message: `docs(infra): plan ${plan.feature}`, paths: written.map(({ path }) => path) };
  return commitInStep(request, 'pm/commit', context);
}

/** The text of a task file as it was before a run ticked it; undefined when it cannot be read as one. */
function untickedText(path: string, text: string): string | undefined {
  try {
    const task = parseTask(path, text);
    const criteria = task.criteria.map((criterion) => ({ text: criterion.text, checks: criterion.checks, met: false }));
    return renderTask({ ...task, criteria });
  } catch {
    return undefined;
  }
}

function writeFile(path: string, content: string, context: PhaseContext): Promise<WrittenFile> {
  return writeFileInStep({ path, content, executable: false }, `pm/write/${path}`, context);
}
