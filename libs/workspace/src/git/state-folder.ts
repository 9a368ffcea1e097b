import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from './discover.js';
import type { FoundRepository } from './discover.js';
import { unusable } from './git-error.js';

/** Name of what is ours in a git folder. */
export const stateName = 'devops-orchestrator';

/** Where state of ours is kept, out of the work tree; undefined where there is no work tree. The folder is not made. */
export async function stateFolder(root: string): Promise<string | undefined> {
  const found = await discover(root);
  return found.kind === 'work-tree' ? ownFolder(found.repository) : undefined;
}

/** @throws {OrchestratorError} `repository-unusable` when something else stands at its place: a link could lead anywhere. */
function ownFolder({ commonFolder }: Pick<FoundRepository, 'commonFolder'>): string {
  const path = join(commonFolder, stateName);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw unusable(`Expected a folder of our own at ${path}, found something else.`, 'Remove it, then try again.');
  }
  return path;
}
