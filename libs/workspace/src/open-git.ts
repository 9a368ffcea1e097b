import type { GitRepository } from '@devops-orchestrator/contracts';
import { addWorktree } from './git/add-worktree.js';
import { commitPaths } from './git/commit-paths.js';
import { findCommit } from './git/find-commit.js';
import { readAtHead } from './git/read-at-head.js';
import { readState } from './git/read-state.js';
import { removeWorktree } from './git/remove-worktree.js';
import { removeStaleLocks } from './git/stale-locks.js';
import { stateFolder } from './git/state-folder.js';
import { switchToBranch } from './git/switch-to-branch.js';
import { unstage } from './git/unstage.js';
import { resolveRoot } from './open-workspace.js';

/** Opens version control for a folder; sees what changed since the last call, and lets the repository run no program. */
export function openGit(root: string): GitRepository {
  const absolute = resolveRoot(root);
  return {
    state: () => readState(absolute),
    commit: (request) => commitPaths(absolute, request),
    findCommit: (trailers) => findCommit(absolute, trailers),
    unstage: (paths) => unstage(absolute, paths),
    readAtHead: (path) => readAtHead(absolute, path),
    switchToBranch: (name) => switchToBranch(absolute, name),
    stateFolder: () => stateFolder(absolute),
    addWorktree: (request) => addWorktree(absolute, request),
    removeWorktree: (path) => removeWorktree(absolute, path),
    removeStaleIndexLock: () => removeStaleLocks(absolute),
  };
}
