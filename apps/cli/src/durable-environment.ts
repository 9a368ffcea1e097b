import { join } from 'node:path';
import type { RunEvent } from '@devops-orchestrator/contracts';
import type { DurableEnvironment } from '@devops-orchestrator/core-orchestrator';
import { newRunId, openRunStore } from '@devops-orchestrator/durable-runs';
import { openGit } from '@devops-orchestrator/workspace';
import type { ClaudeOptions } from './claude/claude-options.js';
import { claudeOpener } from './claude/open-claude.js';
import { openWorld } from './open-repository.js';
import { stateFolder } from './state-folder.js';
import { programVersion } from './version.js';

/**
 * Runs on this machine: journals and lock are in the repository's git folder, elsewhere in the user's state folder.
 *
 * @param root absolute path of the repository
 * @param claude options of the Claude engine
 */
export async function durableEnvironment(
  root: string,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
  claude: ClaudeOptions = {},
): Promise<DurableEnvironment> {
  const folder = (await openGit(root).stateFolder()) ?? join(stateFolder(root), 'durable');
  return {
    store: openRunStore(folder, { programVersion }),
    openWorld: (path, runId) => openWorld(path, runId, signal, emit),
    openAgent: claudeOpener(claude, folder, emit),
    programVersion,
    newRunId: () => newRunId(),
    notice: (message) => emit({ type: 'note', message }),
  };
}
