import { readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolder } from './open-folder.js';
import { safeParts } from './path-safety.js';
import { assertRegular } from './read-workspace-file.js';
import { reportingRefusal } from './reporting-refusal.js';
import { temporaryNameFor } from './temporary-name.js';

/** Removes a regular file, then the folders above it that are empty; follows no symbolic link. @returns false when there is none. */
export async function removeWorkspaceFile(root: string, path: string): Promise<boolean> {
  const parts = safeParts(path);
  return reportingRefusal('remove', path, async () => {
    if (!(await removeFile(root, parts, path))) return false;
    for (let depth = parts.length - 1; depth > 0; depth -= 1) {
      if (!(await removeFolder(root, parts.slice(0, depth)))) break;
    }
    return true;
  });
}

/**
 * Removes what a killed write left beside the given paths. @returns how many files that were. Leaves out a path that could
 * not have been written: unsafe, or behind a symbolic link.
 */
export async function removeTemporaryFiles(root: string, paths: readonly string[]): Promise<number> {
  let removed = 0;
  for (const path of new Set(paths)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const temporary = path.slice(0, path.length - name.length) + temporaryNameFor(name);
    const parts = await Promise.resolve()
      .then(() => safeParts(path) && safeParts(temporary))
      .catch(() => undefined);
    if (parts && (await removeFile(root, parts, temporary).catch(() => false))) removed += 1;
  }
  return removed;
}

async function removeFile(root: string, parts: readonly string[], shown: string): Promise<boolean> {
  const folder = await openFolder(root, parts.slice(0, -1), false);
  if (!folder) return false;
  try {
    const name = parts.at(-1)!;
    // a file system that ignores case would remove another file
    if (!(await readdir(folder.path)).includes(name)) return false;
    if (!(await assertRegular(join(folder.path, name), shown))) return false;
    await unlink(join(folder.path, name));
    await folder.sync();
    return true;
  } finally {
    await folder.close();
  }
}

/** @returns false when the folder is not empty, or not ours to remove. */
async function removeFolder(root: string, parts: readonly string[]): Promise<boolean> {
  const folder = await openFolder(root, parts.slice(0, -1), false);
  if (!folder) return false;
  try {
    await rmdir(join(folder.path, parts.at(-1)!));
    return true;
  } catch {
    return false;
  } finally {
    await folder.close();
  }
}
