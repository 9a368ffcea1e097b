import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { openFolder } from './open-folder.js';
import { safeParts, unsafePath } from './path-safety.js';

const maximumBytes = 16 * 1024 * 1024;
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface RegularFile {
  bytes: Buffer;
  mode: number;
  uid: number;
  gid: number;
}

/**
 * Text of a file, byte order mark and line ends included, so that it can be edited and written back.
 * @returns undefined when there is no such file. @throws {OrchestratorError} `unsafe-path` when it is no UTF-8 text.
 */
export async function readWorkspaceFile(root: string, path: string): Promise<string | undefined> {
  const file = await readRegularFile(root, path);
  if (!file) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.bytes);
  } catch (error) {
    throw unsafePath(path, 'is no UTF-8 text', error);
  }
}

/** Bytes of a regular file inside the root; undefined when there is nothing at the path. */
export async function readRegularFile(root: string, path: string): Promise<RegularFile | undefined> {
  const parts = safeParts(path);
  const folder = await openFolder(root, parts.slice(0, -1), false);
  if (!folder) return undefined;
  try {
    return await readEntry(join(folder.path, parts.at(-1)!), path);
  } finally {
    await folder.close();
  }
}

/** Reads an entry of an opened folder. @throws {OrchestratorError} `unsafe-path` when it is no regular file. */
export async function readEntry(entry: string, shown: string): Promise<RegularFile | undefined> {
  return (await assertRegular(entry, shown)) ? readOpened(entry, shown) : undefined;
}

/** @returns false when there is nothing. @throws {OrchestratorError} `unsafe-path` when there is anything but a regular file. */
export async function assertRegular(entry: string, shown: string): Promise<boolean> {
  const stats = await lstat(entry).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!stats) return false;
  if (stats.isSymbolicLink()) throw unsafePath(shown, 'is a symbolic link');
  if (stats.isDirectory()) throw unsafePath(shown, 'is a folder');
  if (!stats.isFile()) throw unsafePath(shown, 'is no regular file');
  return true;
}

async function readOpened(entry: string, shown: string): Promise<RegularFile> {
  const handle = await open(entry, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') throw unsafePath(shown, 'is a symbolic link', error);
    throw new OrchestratorError(
      'repository-unusable',
      `Expected to read ${JSON.stringify(shown)}: ${error.code ?? error.message}.`,
      {
        hint: 'Give yourself the right to read that file, then try again.',
        cause: error,
      },
    );
  });
  try {
    const { mode, size, uid, gid, isFile } = await inspect(handle);
    if (!isFile) throw unsafePath(shown, 'is no regular file');
    if (size > maximumBytes) throw unsafePath(shown, `is longer than ${maximumBytes} bytes`);
    return { bytes: await handle.readFile(), mode, uid, gid };
  } finally {
    await handle.close();
  }
}

async function inspect(handle: Awaited<ReturnType<typeof open>>) {
  const stats = await handle.stat();
  return { mode: stats.mode, size: stats.size, uid: stats.uid, gid: stats.gid, isFile: stats.isFile() };
}
