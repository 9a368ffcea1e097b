import type { AcceptanceCriterion, Phase, PhaseContext, TaskResult } from '@devops-orchestrator/contracts';
import { inStep, OrchestratorError } from '@devops-orchestrator/contracts';
import { featureFolder, parsePlanReadme } from '@devops-orchestrator/task-files';
import { DevopsInput, DevopsOutput } from './contract.js';
import { readTask } from './read-task.js';
import { Requirements } from './requirements.js';
import { runTask } from './run-task.js';

/** Phase 2: does the tasks of `.claude/tasks/<feature>/` in order, proves and commits each, stops at the first that fails. */
export const devopsPhase: Phase<DevopsInput, DevopsOutput> = {
  id: 'devops',
  agent: 'devops-docker-senior-engineer',
  input: DevopsInput,
  output: DevopsOutput,
  async run(input, context) {
    const { feature } = input;
    const taskFiles = await inStep('read-tasks', 'devops/read', { feature }, context, (wanted) =>
      readTasks(wanted.feature, context),
    );
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
        title: taskFile.title,
        index: index + 1,
        total: taskFiles.length,
      });
      const result = await runTask(taskFile.name, input, requirements, context);
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

interface ListedTask {
  /** File name in the feature folder. */
  name: string;
  title: string;
  criteria: AcceptanceCriterion[];
}

/** All task files are read before the first is carried out: a broken one stops the phase while nothing has changed. */
async function readTasks(feature: string, { workspace }: PhaseContext): Promise<ListedTask[]> {
  const folder = featureFolder(feature);
  const readme = await workspace.read(`${folder}/README.md`);
  if (readme === undefined) {
    throw new OrchestratorError('phase-output-missing', `Expected a plan at ${folder}/README.md; there is none.`, {
      hint: 'Run `devops-orchestrator plan` first, or name an existing plan with --feature.',
    });
  }
  const { tasks } = parsePlanReadme(`${folder}/README.md`, readme);
  return Promise.all(
    tasks.map(async ({ file }) => {
      const { task } = await readTask(folder, file, workspace);
      return { name: file, title: task.title, criteria: task.criteria };
    }),
  );
}

function pending({ name, title, criteria }: ListedTask): TaskResult {
  return { file: name, title, status: 'pending', files: [], checks: [], criteria, durationMs: 0, issues: [] };
}
