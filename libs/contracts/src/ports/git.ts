export interface GitState {
  /** `none`: not a repository; `bare`: has no work tree. */
  kind: 'none' | 'bare' | 'work-tree';
  /** False when another folder above is the top level: paths then stay relative to the workspace root. */
  isTopLevel: boolean;
  /** Absent in a repository without commits. */
  head?: string;
  /** Absent when detached. */
  branch?: string;
  shallow: boolean;
  /** Paths (relative to the workspace root) with staged, unstaged or untracked changes, sorted. */
  changed: readonly string[];
  /** A merge, rebase, cherry-pick or bisect is under way; its name. */
  operation?: string;
}

export interface CommitRequest {
  /** First line and, after an empty line, an optional body. Control characters are refused. */
  message: string;
  /** Exactly these paths go into the commit; whatever else is staged stays staged and out of it. */
  paths: readonly string[];
}

/** Version control that runs no program of the repository: no hook, filter, fsmonitor, signer or pager. */
export interface GitRepository {
  state(): Promise<GitState>;
  /** @returns undefined when the paths equal HEAD already. @throws {OrchestratorError} `transient` when the ref moved meanwhile. */
  commit(request: CommitRequest): Promise<{ sha: string; message: string } | undefined>;
  /** Creates the branch at HEAD (or takes it when it exists at HEAD) and switches HEAD to it; the work tree stays as it is. */
  switchToBranch(name: string): Promise<void>;
}
