import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitState } from '@devops-orchestrator/contracts';
import { discover } from './discover.js';
import type { FoundRepository, Git } from './discover.js';
import { GitCommandError } from './run-git.js';

/** Reads what state the repository of a folder is in; writes nothing, not even the index. */
export async function readState(root: string): Promise<GitState> {
  const found = await discover(root);
  if (found.kind !== 'work-tree') return { kind: found.kind, isTopLevel: true, shallow: false, changed: [] };
  const { git, prefix, gitFolder } = found.repository;
  const head = await readHead(git);
  const branch = await readBranch(git);
  const operation = findOperation(found.repository);
  return {
    kind: 'work-tree',
    isTopLevel: prefix === '',
    ...(head === undefined ? {} : { head }),
    ...(branch === undefined ? {} : { branch }),
    shallow: existsSync(join(gitFolder, 'shallow')) || existsSync(join(found.repository.commonFolder, 'shallow')),
    changed: await readChanged(git, prefix),
    ...(operation === undefined ? {} : { operation }),
  };
}

/** Commit that HEAD names; undefined before the first one. */
export async function readHead(git: Git): Promise<string | undefined> {
  return optional(git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']));
}

/** Full name of the ref that HEAD names; undefined when detached. */
export async function readHeadRef(git: Git): Promise<string | undefined> {
  return optional(git(['symbolic-ref', '--quiet', 'HEAD']));
}

/** Name of the merge, rebase, … that is under way. */
export function findOperation({ gitFolder }: Pick<FoundRepository, 'gitFolder'>): string | undefined {
  return operations.find(([file]) => existsSync(join(gitFolder, file)))?.[1];
}

const operations: readonly (readonly [file: string, name: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['sequencer', 'sequence'],
  ['BISECT_LOG', 'bisect'],
];

async function readBranch(git: Git): Promise<string | undefined> {
  const ref = await readHeadRef(git);
  return ref?.replace(/^refs\/heads\//, '');
}

/** Without renames, each entry is `XY path`; submodules would be asked by a git of their own, with their own configuration. */
async function readChanged(git: Git, prefix: string): Promise<string[]> {
  const where = prefix === '' ? [] : ['--', prefix];
  const command = [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=all',
  ];
  const entries = (await git([...command, ...where])).split('\0').filter((entry) => entry !== '');
  return [...new Set(entries.map((entry) => entry.slice(3 + prefix.length)))].sort();
}

/** Quiet commands answer "there is none" by an exit status without a message. */
async function optional(answer: Promise<string>): Promise<string | undefined> {
  try {
    return (await answer).trim() || undefined;
  } catch (error) {
    if (error instanceof GitCommandError && /exit 1:\s*$/.test(error.message)) return undefined;
    throw error;
  }
}
