import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Commit, CommitRequest } from '@devops-orchestrator/contracts';
import { safeParts, unsafePath } from '../path-safety.js';
import { changeTrees, foldersOf } from './change-trees.js';
import type { Change } from './change-trees.js';
import { renderCommitMessage } from './commit-message.js';
import { openRepository } from './discover.js';
import type { FoundRepository } from './discover.js';
import { refMoved, unusable } from './git-error.js';
import { readIdentity, signature } from './identity.js';
import { createObject, renderPack } from './objects.js';
import type { GitObject } from './objects.js';
import { readHeadTrees } from './read-head-trees.js';
import { findOperation } from './read-state.js';
import { nullId, readBlobs } from './store-blobs.js';
import { foldersAbove, putIntoIndex, readIndex } from './user-index.js';

/**
 * Commits exactly the given paths as they are on the disk, by plumbing: no hook, no filter, no signer, and the user's index
 * only gets the same entries. Killed at any moment it leaves HEAD where it was or moved, and nothing that a second call with
 * the same request does not take up: objects that nothing names yet, or entries in the index.
 */
export async function commitPaths(root: string, request: CommitRequest): Promise<Commit | undefined> {
  const message = renderCommitMessage(request.message, request.trailers);
  for (const path of request.paths) safeParts(path);
  const repository = await openWorkTree(root);
  const paths = [...new Set(request.paths)].sort();
  if (paths.length === 0) return undefined;
  refuseNested(root, paths);
  const full = paths.map((path) => repository.prefix + path);
  const [before, trees, { changes, objects }] = await Promise.all([
    readIndex(repository.git, full, nullId(repository)),
    readHeadTrees(repository, foldersOf(full)),
    readBlobs(root, repository, paths),
  ]);
  const tree = changeTrees(trees, changes, repository.objectFormat);
  if (tree.id === (trees.folders.get('')?.id ?? emptyTree(repository).id)) return undefined;
  const commit = createCommit(repository, tree.id, trees.head, message);
  await storeObjects(repository, [...objects, ...tree.objects, commit]);
  await publish(repository, { commit: commit.id, head: trees.head, message, changes, before });
  return { sha: commit.id, message: request.message.trimEnd() };
}

/** @throws {OrchestratorError} `repository-unusable` when nothing can be committed to. */
export async function openWorkTree(root: string): Promise<FoundRepository> {
  const repository = await openRepository(root);
  const operation = findOperation(repository);
  if (operation !== undefined) {
    throw unusable(
      `Expected no git operation under way, found a ${operation}.`,
      `Finish or abort the ${operation}, then try again.`,
    );
  }
  return repository;
}

/** @throws {OrchestratorError} `unsafe-path` for a path in a repository inside of this one. */
function refuseNested(root: string, paths: readonly string[]): void {
  const nested = paths.flatMap(foldersAbove).find((folder) => existsSync(join(root, folder, '.git')));
  if (nested !== undefined) throw unsafePath(nested, 'is another git repository');
}

function emptyTree({ objectFormat }: FoundRepository): GitObject {
  return createObject('tree', Buffer.alloc(0), objectFormat);
}

/** Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function createCommit(repository: FoundRepository, tree: string, head: string | undefined, message: string): GitObject {
  const identity = readIdentity(repository);
  const now = new Date();
  const lines = [
    `tree ${tree}`,
    ...(head === undefined ? [] : [`parent ${head}`]),
    `author ${signature(identity, 'AUTHOR', now)}`,
    `committer ${signature(identity, 'COMMITTER', now)}`,
  ];
  return createObject('commit', Buffer.from(`${lines.join('\n')}\n\n${message}`), repository.objectFormat);
}

/** Each object appears whole or not at all. */
async function storeObjects({ git, objectFormat }: FoundRepository, objects: readonly GitObject[]): Promise<void> {
  await git(['unpack-objects', '-q'], { input: renderPack(objects, objectFormat) });
}

interface Publication {
  commit: string;
  head: string | undefined;
  message: string;
  changes: readonly Change[];
  /** The same entries of the user's index, as they were. */
  before: readonly Change[];
}

/** The index comes first: a commit whose files stand in no index would show as their removal. */
async function publish(repository: FoundRepository, { before, changes, ...commit }: Publication): Promise<void> {
  const differs = changes.some(({ mode, id }, at) => mode !== before[at]?.mode || id !== before[at].id);
  if (differs) await putIntoIndex(repository.git, changes);
  const refresh = repository.git(['update-index', '-q', '--refresh']).catch(() => undefined);
  const [moved] = await Promise.allSettled([moveHead(repository, commit), refresh]);
  if (moved.status === 'fulfilled') return;
  if (differs) await putIntoIndex(repository.git, before);
  throw moved.reason;
}

async function moveHead(
  repository: FoundRepository,
  { commit, head, message }: Pick<Publication, 'commit' | 'head' | 'message'>,
): Promise<void> {
  const reason = `commit: ${message.split('\n')[0]}`;
  const command = ['update-ref', '-m', reason, 'HEAD', commit, head ?? nullId(repository)];
  await repository.git(command, { environment: readIdentity(repository) }).catch((error: unknown) => {
    throw refMoved(error);
  });
}
