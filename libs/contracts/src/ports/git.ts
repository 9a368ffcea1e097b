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
  /** Written under the body as `Name: value` lines; `findCommit` finds the commit by them. */
  trailers?: CommitTrailers;
}

/** Names in `Dashed-Words`, values of one line without control characters. */
export type CommitTrailers = Readonly<Record<string, string>>;

export interface Commit {
  sha: string;
  /** Without the trailers. */
  message: string;
}

export interface WorktreeRequest {
  /** Absolute path of a folder that does not exist. */
  path: string;
  /** Made at HEAD; must not exist. */
  branch: string;
}

/** Version control that runs no program of the repository: no hook, filter, fsmonitor, signer or pager. */
export interface GitRepository {
  state(): Promise<GitState>;
  /** @returns undefined when the paths equal HEAD already. @throws {OrchestratorError} `transient` when the ref moved meanwhile. */
  commit(request: CommitRequest): Promise<Commit | undefined>;
  /** Newest of the commits reachable from HEAD (the latest 1000) that carries all of these trailers. */
  findCommit(trailers: CommitTrailers): Promise<Commit | undefined>;
  /** Makes the index hold these paths as HEAD has them; the work tree stays as it is. */
  unstage(paths: readonly string[]): Promise<void>;
  /** Text of a file as HEAD has it; undefined when HEAD has no such file, or it is not text. */
  readAtHead(path: string): Promise<string | undefined>;
  /** Creates the branch at HEAD (or takes it when it exists at HEAD) and switches HEAD to it; the work tree stays as it is. */
  switchToBranch(name: string): Promise<void>;
  /** Folder for state of ours in the git folder that all work trees share; undefined where there is no work tree. */
  stateFolder(): Promise<string | undefined>;
  /** Checks HEAD out into a new folder on a new branch; runs no hook and no filter. */
  addWorktree(request: WorktreeRequest): Promise<void>;
  /** Removes a work tree made by `addWorktree`; its branch stays. Nothing happens when there is none. */
  removeWorktree(path: string): Promise<void>;
  /** Removes an `index.lock` (or a lock of HEAD or its branch) that a killed git left, when no living process holds it. @returns true when it did. */
  removeStaleIndexLock(): Promise<boolean>;
}
