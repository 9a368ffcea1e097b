import type { FileTree, SkippedPath } from '@devops-orchestrator/contracts';

export interface InMemoryTreeOptions {
  /** Paths that have the executable bit. */
  executables?: readonly string[];
  skipped?: readonly SkippedPath[];
}

/** A file tree from a map of path to text. */
export function inMemoryTree(files: Readonly<Record<string, string>>, options: InMemoryTreeOptions = {}): FileTree {
  const texts = new Map(Object.entries(files));
  const executables = new Set(options.executables);
  return {
    paths: [...texts.keys()].sort(),
    skipped: options.skipped ?? [],
    has: (path) => texts.has(path),
    read: (path) => texts.get(path),
    isExecutable: (path) => executables.has(path),
  };
}
