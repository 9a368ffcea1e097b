import {
  changeOf,
  commitInStep,
  type Commit,
  type PhaseContext,
  type Plan,
  type PlannedWrite,
  type Workspace,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import { featureFolder, parseTask, renderPlanReadme, renderTask } from '@devops-orchestrator/task-files';
import type { AssembledTask } from '../plan/assemble-tasks.js';

/** The files of a plan as they are to be written, and what each means for what is there. */
export interface PlanFiles {
  files: WrittenFile[];
  writes: PlannedWrite[];
}

/** The plan's README and its task files; a task file that says the same already keeps its ticks. */
export async function decidePlanFiles(
  plan: Plan,
  tasks: readonly AssembledTask[],
  workspace: Workspace,
): Promise<PlanFiles> {
  const folder = featureFolder(plan.feature);
  const wanted = [
    { path: `${folder}/README.md`, content: renderPlanReadme(plan) },
    ...tasks.map(({ planned, task }) => ({ path: `${folder}/${planned.file}`, content: renderTask(task) })),
  ];
  const result: PlanFiles = { files: [], writes: [] };
  for (const { path, content } of wanted) {
    const before = (await workspace.read(path)) ?? null;
    const same = before !== null && untickedText(path, before) === content;
    const change = same ? 'unchanged' : changeOf({ before, content });
    result.files.push({ path, change });
    if (change !== 'unchanged') result.writes.push({ path, content, executable: false, before });
  }
  return result;
}

export function commitPlan(
  feature: string,
  files: readonly WrittenFile[],
  context: PhaseContext,
): Promise<Commit | undefined> {
  const request = { message: `docs(infra): plan ${feature}`, paths: files.map(({ path }) => path) };
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
