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
  const { head, branch, changed } = parseStatus(await readStatus(git, prefix), prefix);
  const operation = findOperation(found.repository);
  return {
    kind: 'work-tree',
    isTopLevel: prefix === '',
    ...(head === undefined ? {} : { head }),
    ...(branch === undefined ? {} : { branch }),
    shallow: existsSync(join(gitFolder, 'shallow')) || existsSync(join(found.repository.commonFolder, 'shallow')),
    changed,
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

/** Submodules would be asked by a git of their own, with their own configuration. */
function readStatus(git: Git, prefix: string): Promise<string> {
  const command = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '-z', '--no-renames'];
  const where = prefix === '' ? [] : ['--', prefix];
  return git([...command, '--untracked-files=all', '--ignore-submodules=all', ...where]);
}

/** Fields before the path, by the kind of the entry. Source: git-status(1), "Porcelain Format Version 2". */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1, '!': 1 };

function parseStatus(text: string, prefix: string): Pick<GitState, 'head' | 'branch' | 'changed'> {
  const changed = new Set<string>();
  const headers = new Map<string, string>();
  for (const entry of text.split('\0')) {
    const [kind = '', name = ''] = entry.split(' ', 2);
    if (kind === '#') headers.set(name, entry.slice(`# ${name} `.length));
    const fields = fieldsBefore[kind];
    if (fields !== undefined) changed.add(afterFields(entry, fields).slice(prefix.length));
  }
  const [head, branch] = [headers.get('branch.oid'), headers.get('branch.head')];
  return {
    ...(head === undefined || head === '(initial)' ? {} : { head }),
    ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
    changed: [...changed].sort(),
  };
}

function afterFields(entry: string, count: number): string {
  let at = 0;
  for (let field = 0; field < count; field += 1) at = entry.indexOf(' ', at) + 1;
  return entry.slice(at);
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
