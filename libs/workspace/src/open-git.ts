import type { GitRepository } from '@devops-orchestrator/contracts';
import { commitPaths } from './git/commit-paths.js';
import { readState } from './git/read-state.js';
import { switchToBranch } from './git/switch-to-branch.js';
import { resolveRoot } from './open-workspace.js';

/** Opens version control for a folder; asks git anew at each call, and lets the repository run no program. */
export function openGit(root: string): GitRepository {
  const absolute = resolveRoot(root);
  return {
    state: () => readState(absolute),
    commit: (request) => commitPaths(absolute, request),
    switchToBranch: (name) => switchToBranch(absolute, name),
    findCommit: () => Promise.reject(new Error('not yet')),
    unstage: () => Promise.reject(new Error('not yet')),
    readAtHead: () => Promise.reject(new Error('not yet')),
    stateFolder: () => Promise.reject(new Error('not yet')),
    addWorktree: () => Promise.reject(new Error('not yet')),
    removeWorktree: () => Promise.reject(new Error('not yet')),
    removeStaleIndexLock: () => Promise.reject(new Error('not yet')),
  };
}
