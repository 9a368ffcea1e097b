import { link, rename, unlink, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { systemCode } from './system-refusal.js';

/** Suffix of files that are not in place yet. */
export const temporarySuffix = '.tmp';

/** What some network and USB file systems answer to hard links. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Creates a file with its whole content at once, which a reader never sees in part. On a file system without hard links it
 * is created exclusively too, and a reader may see it empty for a moment.
 *
 * @returns false when there is one already.
 */
export async function createExclusively(path: string, content: string, linkFile = link): Promise<boolean> {
  const temporary = await writeTemporary(path, content);
  try {
    await linkFile(temporary, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    if (!withoutLinks.has(systemCode(error))) throw error;
    return await createInPlace(path, content);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** Puts a file in the place of the old one at once. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = await writeTemporary(path, content);
  await rename(temporary, path);
}

async function createInPlace(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeTemporary(path: string, content: string): Promise<string> {
  const temporary = `${path}.${randomUUID()}${temporarySuffix}`;
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: 0o600 });
    return temporary;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
