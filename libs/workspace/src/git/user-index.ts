import { unsafePath } from '../path-safety.js';
import type { Change } from './change-trees.js';
import type { Git } from './discover.js';
import { refMoved } from './git-error.js';

/**
 * What the user's index holds at some paths now, conflicts left out, in their order.
 * @throws {OrchestratorError} `unsafe-path` when one of them is in a submodule.
 */
export async function readIndex(git: Git, paths: readonly string[], nullId: string): Promise<Change[]> {
  const folders = new Set(paths.flatMap(foldersAbove));
  const before = new Map(paths.map((path) => [path, { path, mode: '0', id: nullId }]));
  for (const line of (await git(['ls-files', '--stage', '-z', '--', ...folders, ...paths])).split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', id = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (mode === '160000' && folders.has(path)) throw unsafePath(path, 'is a submodule');
    if (before.has(path)) before.set(path, { path, mode, id });
  }
  return [...before.values()];
}

/** Replaces entries of the user's index; all others stay. @throws {OrchestratorError} `transient` while another git holds it. */
export async function putIntoIndex(git: Git, changes: readonly Change[]): Promise<void> {
  const input = changes.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join('');
  try {
    await git(['update-index', '-z', '--index-info'], { input });
  } catch (error) {
    if (!(error as Error).message.includes('index.lock')) throw error;
    throw refMoved(error);
  }
}

/** Folders on the way to a path. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
