import { lstatSync, realpathSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { WorktreeRequest } from '@devops-orchestrator/contracts';
import { unsafePath } from '../path-safety.js';
import { openRepository } from './discover.js';
import type { FoundRepository } from './discover.js';
import { refMoved, unusable } from './git-error.js';
import { readIdentity } from './identity.js';
import { readHead } from './read-state.js';
import { removeWorktree, worktreeMark } from './remove-worktree.js';
import { assertBranchName } from './switch-to-branch.js';

/**
 * Checks HEAD out into a new folder on a new branch, as git does (line ends included) but with every hook and filter
 * switched off. The branch is made last: a killed call leaves none behind, and what it leaves `removeWorktree` removes.
 */
export async function addWorktree(root: string, { path, branch }: WorktreeRequest): Promise<void> {
  const repository = await openRepository(root);
  const place = await newFolder(path);
  const head = await readHead(repository.git);
  if (head === undefined) {
    throw unusable(
      `Expected a commit to check out, found a repository without commits.`,
      'Make a first commit, then try again.',
    );
  }
  await assertNewBranch(repository, branch);
  // what a killed run of ours left may still be recorded for this place
  await removeWorktree(root, place);
  try {
    await repository.git(['worktree', 'add', '--no-checkout', '--detach', place, head]);
    await fill(place, head, branch);
  } catch (error) {
    await removeWorktree(root, place).catch(() => undefined);
    throw error;
  }
}

/** Absolute path without symbolic links, as git records it. */
async function newFolder(path: string): Promise<string> {
  if (!isAbsolute(path) || /\p{Cc}/u.test(path)) throw unsafePath(path, 'is no absolute path of one line');
  await mkdir(dirname(path), { recursive: true });
  const place = join(realpathSync(dirname(path)), basename(path));
  if (lstatSync(place, { throwIfNoEntry: false })) {
    throw unusable(`Expected no folder yet at ${place}, found one.`, 'Remove it, or choose another path.');
  }
  return place;
}

/** `a/b` is not new where there is `a`, nor `a` where there is `a/b`. */
async function assertNewBranch({ git }: FoundRepository, branch: string): Promise<void> {
  await assertBranchName(git, branch);
  const name = `refs/heads/${branch}`;
  const above = branch.split('/').map((_, index, parts) => `refs/heads/${parts.slice(0, index + 1).join('/')}`);
  const found = (await git(['for-each-ref', '--format=%(refname)', ...above])).split('\n');
  const taken = found.find((ref) => above.includes(ref) || ref.startsWith(`${name}/`));
  if (taken === undefined) return;
  throw unusable(
    `Expected ${branch} to be a new branch, found ${taken.slice('refs/heads/'.length)}.`,
    'Delete or rename that branch, or choose another name.',
  );
}

/** The configuration is read anew: it may say more in the new folder (`includeIf`). */
async function fill(place: string, head: string, branch: string): Promise<void> {
  const repository = await openRepository(place);
  const environment = readIdentity(repository);
  writeFileSync(join(repository.gitFolder, worktreeMark), 'Made by devops-orchestrator.\n', { flag: 'wx' });
  await repository.git(['-c', 'core.sparseCheckout=false', 'read-tree', '--reset', '-u', head]);
  await repository.git(['symbolic-ref', '-m', `checkout: moving to ${branch}`, 'HEAD', `refs/heads/${branch}`], {
    environment,
  });
  const create = ['update-ref', '-m', 'branch: created', 'HEAD', head, '0'.repeat(head.length)];
  await repository.git(create, { environment }).catch((error: unknown) => {
    throw refMoved(error);
  });
}
