import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import { OrchestratorError, type PhaseContext, type RunEvent } from '@devops-orchestrator/contracts';
import { openCommands, openGit, openWorkspace, systemClock } from '@devops-orchestrator/workspace';

/**
 * The real world for a run in one repository.
 *
 * @throws {OrchestratorError} `repository-unusable` when the path is not a folder.
 */
export function openRepository(
  path: string,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
  runId = '01JD0000000000000000000000',
): PhaseContext {
  const root = resolve(path);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new OrchestratorError('repository-unusable', `Expected a folder at ${path}; there is none.`, {
      hint: 'Name the repository with --repo PATH.',
    });
  }
  return {
    runId,
    workspace: openWorkspace(root),
    git: openGit(root),
    commands: openCommands(root),
    clock: systemClock,
    signal,
    emit,
    step: (definition, key, input) => definition.run(input, { key, runId, attempt: 1, signal }),
  };
}
