import { constants } from 'node:fs';
import { access, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileToWrite, WriteChange } from '@devops-orchestrator/contracts';
import { openFolder } from './open-folder.js';
import type { OpenFolder } from './open-folder.js';
import { safeParts, unsafePath } from './path-safety.js';
import { readEntry } from './read-workspace-file.js';
import type { RegularFile } from './read-workspace-file.js';
import { reportingRefusal } from './reporting-refusal.js';
import { temporaryNameFor } from './temporary-name.js';

/** Writes a file by temporary file and rename: a reader sees the old content or the new, a hard link keeps the old. */
export async function writeWorkspaceFile(root: string, file: FileToWrite): Promise<WriteChange> {
  const parts = safeParts(file.path);
  await refuseCollisions(root, parts);
  return reportingRefusal('write', file.path, async () => {
    const folder = (await openFolder(root, parts.slice(0, -1), true))!;
    try {
      const before = await readEntry(join(folder.path, parts.at(-1)!), file.path);
      if (before && isEqual(before, file)) return 'unchanged';
      await replace(folder, parts.at(-1)!, file, before);
      return before ? 'modified' : 'created';
    } catch (error) {
      await folder.undo();
      throw error;
    } finally {
      await folder.close();
    }
  });
}

/** Throws what `writeWorkspaceFile` would throw, without writing. */
export async function assertWritableFile(root: string, path: string): Promise<void> {
  const parts = safeParts(path);
  await refuseCollisions(root, parts);
  await reportingRefusal('write', path, async () => {
    for (let depth = parts.length - 1; depth >= 0; depth -= 1) {
      const folder = await openFolder(root, parts.slice(0, depth), false);
      if (!folder) continue;
      try {
        if (depth === parts.length - 1) await readEntry(join(folder.path, parts.at(-1)!), path);
        return await access(folder.path, constants.W_OK | constants.X_OK);
      } finally {
        await folder.close();
      }
    }
  });
}

/** @throws {OrchestratorError} `unsafe-path` when a part of the path differs from an existing name in case alone. */
async function refuseCollisions(root: string, parts: readonly string[]): Promise<void> {
  for (const [index, part] of parts.entries()) {
    const folder = await reportingRefusal('write', parts.join('/'), () =>
      openFolder(root, parts.slice(0, index), false),
    );
    if (!folder) return;
    const names = await readdir(folder.path).finally(() => folder.close());
    if (names.includes(part)) continue;
    const other = names.find((name) => fold(name) === fold(part));
    if (other !== undefined) throw unsafePath(parts.join('/'), `collides with the existing ${JSON.stringify(other)}`);
    return;
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function isEqual(before: RegularFile, file: FileToWrite): boolean {
  return ((before.mode & 0o100) !== 0) === file.executable && before.bytes.equals(Buffer.from(file.content));
}

async function replace(folder: OpenFolder, name: string, file: FileToWrite, before?: RegularFile): Promise<void> {
  const temporary = join(folder.path, temporaryNameFor(name));
  await unlink(temporary).catch(() => undefined);
  try {
    await writeNew(temporary, file, before);
    await rename(temporary, join(folder.path, name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await folder.sync();
}

async function writeNew(path: string, file: FileToWrite, before?: RegularFile): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags, file.executable ? 0o777 : 0o666);
  try {
    await handle.writeFile(file.content);
    if (before) {
      // the superuser writes into other people's repositories: the file stays theirs
      await handle.chown(before.uid, before.gid).catch(() => undefined);
      await handle.chmod(modeOf(before, file.executable));
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** The bits of the old file; who may read it may execute it when it is to be executable. */
function modeOf(before: RegularFile, executable: boolean): number {
  const mode = before.mode & 0o777;
  return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}
