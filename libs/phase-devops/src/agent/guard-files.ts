import type { FileTree, PhaseContext } from '@devops-orchestrator/contracts';

/** New files that are taken away one by one; a command that made more has built something, and is told of. */
const mostRemoved = 200;

interface Snapshot {
  tree: FileTree;
  /** Text of every file that may have changed since the last commit; undefined: no text. */
  texts: ReadonlyMap<string, string | undefined>;
}

/** What a command did to files that it was not to touch. */
export interface GuardedRun<T> {
  result: T;
  /** Paths that are as they were again. */
  restored: string[];
  /** Paths that could not be put back. */
  changed: string[];
}

/**
 * Runs something, and puts back what it changed in the repository besides the writable paths: files are changed by the tools
 * for that, which know whose they are. What git ignores is left out.
 */
export async function guardFiles<T>(
  writable: readonly string[],
  context: PhaseContext,
  run: () => Promise<T>,
): Promise<GuardedRun<T>> {
  const before = await takeSnapshot(context);
  const result = await run();
  const after = await takeSnapshot(context);
  const guarded: GuardedRun<T> = { result, restored: [], changed: [] };
  for (const path of new Set([...before.texts.keys(), ...after.texts.keys()])) {
    if (writable.includes(path)) continue;
    const [was, is] = [await textBefore(path, before, context), await context.workspace.read(path)];
    if (was === is) continue;
    ((await putBack(path, was, before, guarded, context)) ? guarded.restored : guarded.changed).push(path);
  }
  return guarded;
}

async function takeSnapshot({ git, workspace }: PhaseContext): Promise<Snapshot> {
  const tree = await workspace.scan();
  const { kind, changed } = await git.state();
  const paths = kind === 'work-tree' ? changed : tree.paths;
  return {
    tree,
    texts: new Map(await Promise.all(paths.map(async (path) => [path, await read(path, workspace)] as const))),
  };
}

/** A changed folder, or what else cannot be read, has no text. */
async function read(path: string, workspace: PhaseContext['workspace']): Promise<string | undefined> {
  try {
    return await workspace.read(path);
  } catch {
    return undefined;
  }
}

/** What was not changed since the last commit is as the last commit has it. */
async function textBefore(path: string, { texts }: Snapshot, { git }: PhaseContext): Promise<string | undefined> {
  return texts.has(path) ? texts.get(path) : git.readAtHead(path);
}

async function putBack<T>(
  path: string,
  was: string | undefined,
  { tree }: Snapshot,
  { restored }: GuardedRun<T>,
  { workspace }: PhaseContext,
): Promise<boolean> {
  try {
    if (was !== undefined) await workspace.write({ path, content: was, executable: tree.isExecutable(path) });
    else if (tree.has(path) || restored.length >= mostRemoved || !(await workspace.remove(path))) return false;
    return true;
  } catch {
    return false;
  }
}
