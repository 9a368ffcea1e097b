import { OrchestratorError, type Task, type Workspace } from '@devops-orchestrator/contracts';
import { parseTask } from '@devops-orchestrator/task-files';

export interface TaskFile {
  text: string;
  task: Task;
}

/** @throws {TaskFileError} when it is not a task file; {OrchestratorError} `phase-output-missing` when it is not there. */
export async function readTask(folder: string, name: string, workspace: Workspace): Promise<TaskFile> {
  const path = `${folder}/${name}`;
  const text = await workspace.read(path);
  if (text === undefined) {
    throw new OrchestratorError('phase-output-missing', `The plan names ${path}, but there is no such file.`, {
      hint: 'Restore the file, take it out of the README, or run `devops-orchestrator plan` again.',
    });
  }
  return { text, task: parseTask(path, text) };
}
