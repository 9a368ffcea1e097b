import type { GitRepository } from '@devops-orchestrator/contracts';

/** The repository with some of its operations replaced; whatever kind of object it is. */
export function gitWith(git: GitRepository, replaced: Partial<GitRepository>): GitRepository {
  return {
    state: () => git.state(),
    commit: (request) => git.commit(request),
    findCommit: (trailers) => git.findCommit(trailers),
    unstage: (paths) => git.unstage(paths),
    readAtHead: (path) => git.readAtHead(path),
    switchToBranch: (name) => git.switchToBranch(name),
    stateFolder: () => git.stateFolder(),
    addWorktree: (request) => git.addWorktree(request),
    removeWorktree: (path) => git.removeWorktree(path),
    removeStaleIndexLock: () => git.removeStaleIndexLock(),
    ...replaced,
  };
}
