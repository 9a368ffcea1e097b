import type { Phase, PhaseContext, TaskResult } from '@devops-orchestrator/contracts';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { featureFolder, parsePlanReadme } from '@devops-orchestrator/task-files';
import { DevopsInput, DevopsOutput } from './contract.js';
import { readTask, type TaskFile } from './read-task.js';
import { Requirements } from './requirements.js';
import { runTask } from './run-task.js';

/** Phase 2: does the tasks of `.claude/tasks/<feature>/` in order, proves and commits each, stops at the first that fails. */
export const devopsPhase: Phase<DevopsInput, DevopsOutput> = {
  id: 'devops',
  agent: 'devops-docker-senior-engineer',
  input: DevopsInput,
  output: DevopsOutput,
  async run(input, context) {
    const taskFiles = await readTasks(input.feature, context);
    const requirements = new Requirements(context.commands);
    const tasks: TaskResult[] = [];
    for (const [index, taskFile] of taskFiles.entries()) {
      if (tasks.some((task) => task.status === 'failed')) {
        tasks.push(pending(taskFile));
        continue;
      }
      context.emit({
        type: 'task-started',
        file: taskFile.name,
        title: taskFile.task.title,
        index: index + 1,
        total: taskFiles.length,
      });
      const result = await runTask(taskFile, input, requirements, context);
      context.emit({
        type: 'task-finished',
        file: taskFile.name,
        status: result.status === 'done' ? 'done' : 'failed',
      });
      tasks.push(result);
    }
    return { schemaVersion: 1, tasks };
  },
};

/** All task files are read before the first is carried out: a broken one stops the phase while nothing has changed. */
async function readTasks(feature: string, context: PhaseContext): Promise<readonly TaskFile[]> {
  const folder = featureFolder(feature);
  const readme = await context.workspace.read(`${folder}/README.md`);
  if (readme === undefined) {
    throw new OrchestratorError('phase-output-missing', `Expected a plan at ${folder}/README.md; there is none.`, {
      hint: 'Run `devops-orchestrator plan` first, or name an existing plan with --feature.',
    });
  }
  const { tasks } = parsePlanReadme(`${folder}/README.md`, readme);
  return Promise.all(tasks.map(({ file }) => readTask(folder, file, context.workspace)));
}

function pending({ name, task }: TaskFile): TaskResult {
  return {
    file: name,
    title: task.title,
    status: 'pending',
    files: [],
    checks: [],
    criteria: task.criteria,
    durationMs: 0,
    issues: [],
  };
}
