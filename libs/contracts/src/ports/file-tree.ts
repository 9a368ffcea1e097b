export interface SkippedPath {
  path: string;
  reason: string;
}

/** A read-only view of a repository's text files, taken once. Each file is read at most once. */
export interface FileTree {
  /** Regular files, repository-relative POSIX paths, sorted by code unit. Ignored and vendored folders are left out. */
  readonly paths: readonly string[];
  /** What was left out and why (too many files, not a regular file, unreadable); not the ordinary ignored folders. */
  readonly skipped: readonly SkippedPath[];
  has(path: string): boolean;
  /** UTF-8 text without byte order mark, line ends as they are; undefined when missing, binary, not UTF-8/16, or over 2 MiB. */
  read(path: string): string | undefined;
  isExecutable(path: string): boolean;
}
