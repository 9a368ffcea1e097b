import type { TaskContribution } from '@devops-orchestrator/capabilities';
import { OrchestratorError, type PlannedTask, type Task, TaskSlot } from '@devops-orchestrator/contracts';
import { taskFileName } from '@devops-orchestrator/task-files';
import { joinWords } from './feature-name.js';

export interface AssembledTask {
  planned: PlannedTask;
  task: Task;
}

const slotTitles: Readonly<Record<TaskSlot, string>> = {
  'setup-infrastructure-requirements': 'Set up the infrastructure requirements',
  'create-dockerfiles': 'Create the container images',
  'configure-ci-cd-pipeline': 'Configure the CI/CD pipeline',
  'implement-monitoring': 'Implement monitoring',
  'create-deployment-scripts': 'Create the deployment scripts',
  'add-tests-and-validation': 'Add tests and validation',
};

/** Contributions to the same slot become one task; slots nobody contributes to are left out, the rest is numbered. */
export function assembleTasks(contributions: readonly TaskContribution[]): readonly AssembledTask[] {
  const slots = TaskSlot.options.filter((slot) => contributions.some((contribution) => contribution.slot === slot));
  const tasks = slots.map((slot, index) =>
    assembleTask(
      slot,
      index + 1,
      contributions.filter((contribution) => contribution.slot === slot),
    ),
  );
  assertUniquePaths(tasks);
  return tasks;
}

function assembleTask(slot: TaskSlot, number: number, parts: readonly TaskContribution[]): AssembledTask {
  const adds = joinWords(parts.map((part) => part.adds));
  const title = slotTitles[slot];
  return {
    planned: { file: taskFileName(number, slot), title, summary: `Adds ${adds}.` },
    task: {
      title,
      context: parts.map((part) => part.context.trim()).join('\n\n'),
      steps: parts.flatMap((part) => part.steps),
      checks: parts.flatMap((part) => part.checks),
      criteria: parts.flatMap((part) =>
        part.criteria.map(({ text, checks }) => ({ text, checks: [...checks], met: false })),
      ),
      commit: `add ${adds}`,
    },
  };
}

/** Two capabilities that write the same file would undo each other. */
function assertUniquePaths(tasks: readonly AssembledTask[]): void {
  const seen = new Set<string>();
  for (const step of tasks.flatMap(({ task }) => task.steps)) {
    if (step.kind !== 'file') continue;
    if (seen.has(step.path)) {
      throw new OrchestratorError('contract-violated', `Two capabilities write ${step.path}.`, {
        hint: 'This is a defect of the orchestrator: please report it with the request and the repository layout.',
      });
    }
    seen.add(step.path);
  }
}
