import { openWorkTree } from './commit-paths.js';
import type { Git } from './discover.js';
import { refMoved, unusable } from './git-error.js';
import { readIdentity } from './identity.js';
import { readHead, readHeadRef } from './read-state.js';

/** Makes a branch at HEAD and points HEAD to it; neither index nor work tree change. */
export async function switchToBranch(root: string, name: string): Promise<void> {
  const repository = await openWorkTree(root);
  const { git } = repository;
  const ref = `refs/heads/${name}`;
  await assertBranchName(git, name);
  if ((await readHeadRef(git)) === ref) return;
  const head = await readHead(git);
  const environment = readIdentity(repository);
  if (head !== undefined) await makeBranch(git, name, head, environment);
  await git(['symbolic-ref', '-m', `checkout: moving to ${name}`, 'HEAD', ref], { environment });
}

/** @throws {OrchestratorError} `repository-unusable` when git takes no branch of this name. */
export async function assertBranchName(git: Git, name: string): Promise<void> {
  const valid =
    !name.startsWith('-') &&
    (await git(['check-ref-format', `refs/heads/${name}`]).then(
      () => true,
      () => false,
    ));
  if (!valid) throw unusable(`Expected a branch name, found ${JSON.stringify(name)}.`, 'Choose a name that git takes.');
}

async function makeBranch(git: Git, name: string, head: string, environment: Record<string, string>): Promise<void> {
  const format = '--format=%(objectname) %(worktreepath)';
  const [line = ''] = (await git(['for-each-ref', format, `refs/heads/${name}`]))
    .split('\n')
    .filter((text) => text !== '');
  const [sha = '', worktree = ''] = line.split(' ');
  if (worktree !== '')
    throw unusable(`The branch ${name} is checked out in another work tree.`, 'Choose another branch name.');
  if (sha === head) return;
  if (sha !== '')
    throw unusable(
      `The branch ${name} exists already, at another commit.`,
      'Delete or rename it, or choose another branch name.',
    );
  await git(['update-ref', '-m', 'branch: created', `refs/heads/${name}`, head, '0'.repeat(head.length)], {
    environment,
  }).catch((error: unknown) => {
    throw refMoved(error);
  });
}
