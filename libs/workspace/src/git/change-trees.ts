import { unsafePath } from '../path-safety.js';
import { refMoved } from './git-error.js';
import { createObject, folderMode, renderTree } from './objects.js';
import type { GitObject, ObjectFormat, TreeEntry } from './objects.js';
import type { HeadTrees } from './read-head-trees.js';

/** What becomes of a path. */
export interface Change {
  /** Relative to the top of the work tree. */
  path: string;
  /** `100644`, `100755`, or `0` for a path that is gone. */
  mode: string;
  id: string;
}

export interface ChangedTrees {
  /** The tree at the top. */
  id: string;
  /** The trees that HEAD has not. */
  objects: GitObject[];
}

/** Folders on the way to the paths, the top (empty) among them, one character a byte. */
export function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.add(asBytes(path.slice(0, at)));
  }
  return [...folders];
}

/**
 * The trees of HEAD with some paths changed. Pure.
 * @throws {OrchestratorError} `unsafe-path` when a path that is not among them would be lost: a folder that becomes a file,
 * or a file that becomes a folder.
 */
export function changeTrees(trees: HeadTrees, changes: readonly Change[], format: ObjectFormat): ChangedTrees {
  const byFolder = new Map<string, Change[]>();
  for (const change of changes) {
    const path = asBytes(change.path);
    const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), change]);
  }
  const inner = new Map<string, string[]>();
  for (const folder of foldersOf(changes.map(({ path }) => path))) {
    if (folder === '') continue;
    const above = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    inner.set(above, [...(inner.get(above) ?? []), folder]);
  }
  const objects: GitObject[] = [];
  const id = changeFolder('', { trees, byFolder, inner, format, objects });
  if (id !== undefined) return { id, objects };
  const empty = createObject('tree', Buffer.alloc(0), format);
  return { id: empty.id, objects: [empty] };
}

interface Work {
  trees: HeadTrees;
  byFolder: ReadonlyMap<string, readonly Change[]>;
  /** Folders with changes by the folder that they stand in. */
  inner: ReadonlyMap<string, readonly string[]>;
  format: ObjectFormat;
  objects: GitObject[];
}

/** @returns the folder's new id; undefined when nothing is left in it. */
function changeFolder(folder: string, work: Work): string | undefined {
  const before = work.trees.folders.get(folder);
  const entries = new Map(before?.entries.map((entry) => [entry.name, entry]));
  const files = new Map(work.byFolder.get(folder)?.map((change) => [nameOf(asBytes(change.path)), change]));
  for (const [name, change] of files) {
    if (change.mode === '0' && entries.get(name)?.mode !== folderMode) entries.delete(name);
  }
  for (const path of work.inner.get(folder) ?? []) changeInner(path, entries, work);
  for (const [name, change] of files) {
    if (change.mode === '0') continue;
    if (entries.get(name)?.mode === folderMode) throw lost(asBytes(change.path));
    entries.set(name, { mode: change.mode, name, id: change.id });
  }
  if (entries.size === 0) return undefined;
  const tree = createObject('tree', renderTree(entries.values()), work.format);
  if (tree.id !== before?.id) work.objects.push(tree);
  return tree.id;
}

function changeInner(path: string, entries: Map<string, TreeEntry>, work: Work): void {
  const name = nameOf(path);
  const before = entries.get(name);
  const isFolder = before?.mode === folderMode;
  // another commit came between the questions to git
  if (isFolder && before.id !== work.trees.folders.get(path)?.id) throw refMoved();
  const id = changeFolder(path, work);
  if (id === undefined) {
    if (isFolder) entries.delete(name);
  } else {
    if (before && !isFolder) throw lost(path);
    entries.set(name, { mode: folderMode, name, id });
  }
}

function lost(path: string): Error {
  return unsafePath(Buffer.from(path, 'latin1').toString(), 'would be replaced in the commit by a path of the task');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function asBytes(path: string): string {
  return Buffer.from(path).toString('latin1');
}
