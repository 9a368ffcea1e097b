import type { FileToWrite, FileTree, PhaseContext, Workspace } from '@devops-orchestrator/contracts';
import { gitWith } from '../git-with.js';

/** A context that reads the real repository and keeps every write to itself. Nothing is committed, no program runs. */
export function overlayContext(context: PhaseContext): {
  context: PhaseContext;
  written: ReadonlyMap<string, FileToWrite>;
} {
  const written = new Map<string, FileToWrite>();
  return {
    written,
    context: {
      ...context,
      workspace: overlayWorkspace(context.workspace, written),
      git: gitWith(context.git, {
        commit: async () => undefined,
        unstage: async () => undefined,
        findCommit: async () => undefined,
        switchToBranch: async () => undefined,
        addWorktree: async () => undefined,
        removeWorktree: async () => undefined,
        removeStaleIndexLock: async () => false,
      }),
      commands: {
        killLeftovers: async () => 0,
        sandbox: async () => ({ sandboxed: false, reason: 'a dry run runs no command' }),
        find: async () => undefined,
        run: async () => ({ stdout: '', stderr: '', timedOut: false, aborted: false, truncated: false, durationMs: 0 }),
      },
    },
  };
}

function overlayWorkspace(base: Workspace, written: Map<string, FileToWrite>): Workspace {
  return {
    name: base.name,
    root: base.root,
    scan: async () => overlayTree(await base.scan(), written),
    read: async (path) => written.get(path)?.content ?? base.read(path),
    remove: async (path) => written.delete(path),
    assertWritable: (path) => base.assertWritable(path),
    async write(file) {
      await base.assertWritable(file.path);
      const existing = written.get(file.path)?.content ?? (await base.read(file.path));
      written.set(file.path, file);
      if (existing === undefined) return 'created';
      return existing === file.content ? 'unchanged' : 'modified';
    },
  };
}

function overlayTree(base: FileTree, written: ReadonlyMap<string, FileToWrite>): FileTree {
  const paths = [...new Set([...base.paths, ...written.keys()])].sort();
  return {
    paths,
    skipped: base.skipped,
    has: (path) => written.has(path) || base.has(path),
    read: (path) => written.get(path)?.content ?? base.read(path),
    isExecutable: (path) => written.get(path)?.executable ?? base.isExecutable(path),
  };
}
