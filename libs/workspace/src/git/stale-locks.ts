import { lstatSync, unlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInside } from '../find-program.js';
import { listOpenFiles, listProcesses, readProcessLink } from '../process-table.js';
import { discover } from './discover.js';
import type { FoundRepository } from './discover.js';
import { readHeadRef } from './read-state.js';

/** Where holders cannot be seen, a lock of this age has none: git holds one for as long as it writes an index. */
const oldMs = 10 * 60_000;
/** Git commands that end by themselves, such as an editor's `git status`, are waited for. */
const patienceMs = 2000;
const lookAgainMs = 100;

/** Removes `index.lock`, and the locks of HEAD and its branch, that a killed git left. @returns true when there was one. */
export async function removeStaleLocks(root: string): Promise<boolean> {
  const found = await discover(root);
  if (found.kind !== 'work-tree') return false;
  let removed = false;
  for (const path of await lockPaths(found.repository))
    removed = (await removeStaleLock(path, found.repository)) || removed;
  return removed;
}

async function lockPaths({ git, gitFolder, commonFolder }: FoundRepository): Promise<string[]> {
  const ref = await readHeadRef(git);
  const locks = [join(gitFolder, 'index.lock'), join(gitFolder, 'HEAD.lock')];
  return ref === undefined ? locks : [...locks, join(commonFolder, `${ref}.lock`)];
}

async function removeStaleLock(path: string, repository: FoundRepository): Promise<boolean> {
  const lock = lstatSync(path, { throwIfNoEntry: false });
  if (!lock?.isFile()) return false;
  for (const started = performance.now(); isHeld(path, lock, repository); await sleep(lookAgainMs)) {
    if (performance.now() - started > patienceMs) return false;
  }
  const now = lstatSync(path, { throwIfNoEntry: false });
  if (now?.ino !== lock.ino || now.mtimeMs !== lock.mtimeMs) return false;
  unlinkSync(path);
  return true;
}

function isHeld(path: string, lock: Stats, repository: FoundRepository): boolean {
  const processes = listProcesses();
  const user = process.getuid?.();
  const seesHolders = processes.length > 0 && (user === 0 || user === lock.uid);
  if (!seesHolders) return Date.now() - lock.mtimeMs < oldMs;
  return processes.some(({ id }) => listOpenFiles(id)?.includes(path) || isGitAtWork(id, repository));
}

/** `git commit` closes the lock that it holds while the user writes the message. */
function isGitAtWork(id: number, { gitFolder, commonFolder, top }: FoundRepository): boolean {
  if (!/^git(?:-|$)/.test(basename(readProcessLink(id, 'exe') ?? ''))) return false;
  const folder = readProcessLink(id, 'cwd');
  return folder !== undefined && [gitFolder, commonFolder, top].some((root) => isInside(root, folder));
}
