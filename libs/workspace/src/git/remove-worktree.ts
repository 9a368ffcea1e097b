import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { unsafePath } from '../path-safety.js';
import { reportingRefusal } from '../reporting-refusal.js';
import { discover } from './discover.js';
import { unusable } from './git-error.js';

/** File in the git folder of a work tree that says who made it. */
export const worktreeMark = 'devops-orchestrator';

/**
 * Removes a work tree that `addWorktree` made, half made or half removed, with all that is in it; its branch stays.
 * @throws {OrchestratorError} `repository-unusable` when somebody else made it, or put something else in its place.
 */
export async function removeWorktree(root: string, path: string): Promise<void> {
  if (!isAbsolute(path) || /\p{Cc}/u.test(path)) throw unsafePath(path, 'is no absolute path of one line');
  const found = await discover(root);
  if (found.kind !== 'work-tree') return;
  const place = join(nearestReal(dirname(path)), basename(path));
  const folder = findGitFolder(join(found.repository.commonFolder, 'worktrees'), place);
  if (folder === undefined) return;
  if (!isOurs(folder, place)) {
    throw unusable(
      `Expected a work tree of our own at ${place}, found one that somebody else made.`,
      'Remove it with git worktree remove, or choose another path.',
    );
  }
  await reportingRefusal('remove', place, async () => {
    await rm(place, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
}

/** The folder above may be gone: what is there of it, without symbolic links. */
function nearestReal(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(nearestReal(dirname(path)), basename(path));
  }
}

/** The folder in which git keeps HEAD and index of the work tree at a place. */
function findGitFolder(folders: string, place: string): string | undefined {
  const names = readNames(folders) ?? [];
  const found = names.find((name) => readText(join(folders, name, 'gitdir'))?.trim() === join(place, '.git'));
  return found === undefined ? undefined : join(folders, found);
}

/** Ours carries our mark, or was killed before it got one: then nothing was checked out yet. */
function isOurs(gitFolder: string, place: string): boolean {
  const names = readNames(place);
  const link = readText(join(place, '.git'));
  if (names?.includes('.git') && (link === undefined || realpathOf(link) !== realpathSync(gitFolder))) return false;
  if (lstatSync(join(gitFolder, worktreeMark), { throwIfNoEntry: false })?.isFile()) return true;
  const isEmpty = names === undefined || names.every((name) => name === '.git');
  return isEmpty && lstatSync(join(gitFolder, 'index'), { throwIfNoEntry: false }) === undefined;
}

/** `gitdir: PATH` */
function realpathOf(link: string): string | undefined {
  try {
    return realpathSync(link.replace(/^gitdir: /, '').trim());
  } catch {
    return undefined;
  }
}

function readNames(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** Text of a regular file; a link is none. */
function readText(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}
