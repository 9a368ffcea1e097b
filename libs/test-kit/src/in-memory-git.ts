import { OrchestratorError } from '@devops-orchestrator/contracts';
import type {
  Commit,
  CommitRequest,
  CommitTrailers,
  GitRepository,
  GitState,
  Workspace,
  WorktreeRequest,
} from '@devops-orchestrator/contracts';

export interface RecordedCommit extends CommitRequest {
  sha: string;
}

/** Version control without git: records commits and branches; `commit` answers undefined when the workspace holds nothing new. */
export class InMemoryGit implements GitRepository {
  readonly commits: RecordedCommit[] = [];
  readonly branches: string[] = [];
  readonly worktrees = new Set<string>();
  current: GitState;
  readonly #committed = new Map<string, string | undefined>();
  readonly #workspace: Workspace | undefined;

  constructor(state: Partial<GitState> = {}, workspace?: Workspace) {
    this.current = {
      kind: 'work-tree',
      isTopLevel: true,
      head: '0'.repeat(40),
      branch: 'main',
      shallow: false,
      changed: [],
      ...state,
    };
    this.#workspace = workspace;
  }

  async state(): Promise<GitState> {
    return this.current;
  }

  async commit(request: CommitRequest): Promise<Commit | undefined> {
    if (this.current.kind !== 'work-tree') {
      throw new OrchestratorError('repository-unusable', 'There is no work tree to commit.', {
        hint: 'Run git init first.',
      });
    }
    if (!(await this.#takeIn(request.paths))) return undefined;
    const sha = (this.commits.length + 1).toString(16).padStart(40, '0');
    this.commits.push({ ...request, paths: [...request.paths], sha });
    this.current = { ...this.current, head: sha };
    return { sha, message: request.message };
  }

  async findCommit(trailers: CommitTrailers): Promise<Commit | undefined> {
    const found = this.commits.findLast((commit) =>
      Object.entries(trailers).every(([name, value]) => commit.trailers?.[name] === value),
    );
    return found && { sha: found.sha, message: found.message };
  }

  readonly unstaged: string[] = [];

  async unstage(paths: readonly string[]): Promise<void> {
    this.unstaged.push(...paths);
  }

  async readAtHead(path: string): Promise<string | undefined> {
    return this.#committed.get(path);
  }

  async stateFolder(): Promise<string | undefined> {
    return undefined;
  }

  async addWorktree({ path, branch }: WorktreeRequest): Promise<void> {
    this.branches.push(branch);
    this.worktrees.add(path);
  }

  async removeWorktree(path: string): Promise<void> {
    this.worktrees.delete(path);
  }

  async removeStaleIndexLock(): Promise<boolean> {
    return false;
  }

  async switchToBranch(name: string): Promise<void> {
    this.branches.push(name);
    this.current = { ...this.current, branch: name };
  }

  /** @returns false when each path has the content that was committed last. */
  async #takeIn(paths: readonly string[]): Promise<boolean> {
    if (this.#workspace === undefined) return paths.length > 0;
    let changed = false;
    for (const path of paths) {
      const content = await this.#workspace.read(path);
      changed ||= !this.#committed.has(path) || this.#committed.get(path) !== content;
      this.#committed.set(path, content);
    }
    return changed;
  }
}
