import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** Folders that the commands of this process share, by repository. */
const folders = new Map<string, PrivateFolders>();

export interface PrivateFolders {
  temporary: string;
  home: string;
}

/**
 * Two empty folders for the commands of a repository, which live as long as this process. Their name follows from the
 * repository, so that the next run takes away what a killed one left.
 *
 * @throws {Error} when somebody else holds the name
 */
export function privateFolders(root: string): PrivateFolders {
  const before = folders.get(root);
  if (before) return before;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const parent = join(tmpdir(), `devops-orchestrator-${userInfo().uid}-${name}`);
  clear(parent);
  const made = { temporary: join(parent, 'tmp'), home: join(parent, 'home') };
  mkdirSync(parent, { mode: 0o700 });
  for (const folder of Object.values(made)) mkdirSync(folder, { mode: 0o700 });
  if (folders.size === 0) process.once('exit', removeAll);
  folders.set(root, made);
  return made;
}

function removeAll(): void {
  for (const { home } of folders.values()) rmSync(dirname(home), { recursive: true, force: true });
}

function clear(parent: string): void {
  try {
    const found = lstatSync(parent);
    if (found.isDirectory() && found.uid !== userInfo().uid) throw new Error(`${parent} belongs to another user`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  rmSync(parent, { recursive: true, force: true });
}
