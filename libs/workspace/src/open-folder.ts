import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, realpath, rmdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { unsafePath } from './path-safety.js';

/** A folder held open, so that nothing put in its place later is written to. */
export interface OpenFolder {
  /** Names the folder itself on Linux, whatever becomes of its path; elsewhere its checked path. */
  path: string;
  /** Flushes the folder's entries to the disk, where the system can. */
  sync(): Promise<void>;
  /** Removes the folders that were made on the way, when they are empty. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

const folderFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);
const descriptors = '/proc/self/fd';

/**
 * Walks from the root to a folder, one opened folder at a time, through no symbolic link.
 * @param create makes what is missing; else the answer is undefined when something is.
 * @throws {OrchestratorError} `unsafe-path` when a part is a link or no folder, or differs in case from what is there.
 */
export async function openFolder(
  root: string,
  parts: readonly string[],
  create: boolean,
): Promise<OpenFolder | undefined> {
  const anchored = existsSync(descriptors);
  const made: string[] = [];
  let real = await realpath(root);
  let handle = await open(real, folderFlags);
  const nameOf = () => (anchored ? join(descriptors, String(handle.fd)) : real);
  try {
    for (const [index, part] of parts.entries()) {
      const shown = parts.slice(0, index + 1).join('/');
      const next = join(nameOf(), part);
      if (create && (await makeFolder(next))) made.push(join(real, part));
      const child = await openChild(next, shown);
      if (!child) return void (await handle.close());
      await handle.close();
      handle = child;
      real = join(real, part);
      if (!anchored && (await realpath(real)) !== real) throw unsafePath(shown, 'passes a symbolic link');
    }
  } catch (error) {
    await handle.close();
    await removeEmpty(made);
    throw error;
  }
  return {
    path: nameOf(),
    sync: () => syncFolder(handle),
    undo: () => removeEmpty(made),
    close: () => handle.close(),
  };
}

async function openChild(path: string, shown: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, folderFlags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
    const link = (await lstat(path)).isSymbolicLink();
    throw unsafePath(shown, link ? 'passes a symbolic link' : 'passes a file that is no folder', error);
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of [...folders].reverse()) await rmdir(folder).catch(() => undefined);
}

/** Some file systems cannot sync a folder; the rename is then as durable as they make it. */
async function syncFolder(handle: FileHandle): Promise<void> {
  await handle.sync().catch(() => undefined);
}
