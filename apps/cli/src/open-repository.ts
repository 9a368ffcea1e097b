import { realpathSync, statSync } from 'node:fs';
import { OrchestratorError, type PhaseContext, type RunEvent } from '@devops-orchestrator/contracts';
import type { World } from '@devops-orchestrator/core-orchestrator';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { openCommands, openGit, openWorkspace, systemClock } from '@devops-orchestrator/workspace';

/**
 * The real world for a run in one folder; its commands carry the mark of the run.
 *
 * @throws {OrchestratorError} `repository-unusable` when the path is not a folder.
 */
export function openWorld(path: string, runId: string, signal: AbortSignal, emit: (event: RunEvent) => void): World {
  const root = resolveRepository(path);
  return {
    workspace: openWorkspace(root),
    git: openGit(root),
    commands: openCommands(root, { runId, sandbox: { mode: 'auto' } }),
    clock: systemClock,
    signal,
    emit,
  };
}

/** The same without a journal: for what changes nothing, or need not be resumed. */
export function openRepository(path: string, signal: AbortSignal, emit: (event: RunEvent) => void): PhaseContext {
  const runId = newRunId();
  return {
    ...openWorld(path, runId, signal, emit),
    runId,
    step: (definition, key, input) => definition.run(input, { key, runId, attempt: 1, signal }),
  };
}

/** Absolute path of the repository, without links. @throws {OrchestratorError} `repository-unusable` */
export function resolveRepository(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return realpathSync(path);
  throw new OrchestratorError('repository-unusable', `Expected a folder at ${path}; there is none.`, {
    hint: 'Name the repository with --repo PATH.',
  });
}
