import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit, CommitRequest } from '@devops-orchestrator/contracts';
import { readRegularFile } from '../read-workspace-file.js';
import { safeParts, unsafePath } from '../path-safety.js';
import { renderCommitMessage } from './commit-message.js';
import { openRepository } from './discover.js';
import type { FoundRepository, Git } from './discover.js';
import { refMoved, unusable } from './git-error.js';
import { readIdentity } from './identity.js';
import { findOperation, readHead } from './read-state.js';

interface Entry {
  /** Relative to the top of the work tree. */
  path: string;
  /** `100644`, `100755`, or `0` for a path that is gone. */
  mode: string;
  sha: string;
}

/**
 * Commits exactly the given paths as they are on the disk, by plumbing: no hook, no filter, no signer, and the user's index
 * only gets the same entries.
 */
export async function commitPaths(root: string, request: CommitRequest): Promise<Commit | undefined> {
  const message = renderCommitMessage(request.message, request.trailers);
  for (const path of request.paths) safeParts(path);
  const repository = await openWorkTree(root);
  if (request.paths.length === 0) return undefined;
  await refuseForeignRepositories(root, repository, request.paths);
  const head = await readHead(repository.git);
  const entries = await hashEntries(root, repository, request.paths);
  const tree = await buildTree(repository.git, head, entries);
  if (tree === undefined) return undefined;
  const sha = await createCommit(repository, tree, head, message);
  const before = await readIndex(repository.git, entries);
  await putIntoIndex(repository.git, entries);
  try {
    await moveHead(repository, sha, head, request.message);
  } catch (error) {
    await putIntoIndex(repository.git, before);
    throw error;
  }
  await repository.git(['update-index', '-q', '--refresh']).catch(() => undefined);
  return { sha, message: request.message.trimEnd() };
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

/** @throws {OrchestratorError} `unsafe-path` for a path in a nested repository or a submodule. */
async function refuseForeignRepositories(
  root: string,
  repository: FoundRepository,
  paths: readonly string[],
): Promise<void> {
  const folders = new Set(
    paths.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
    ),
  );
  if (folders.size === 0) return;
  const nested = [...folders].find((folder) => existsSync(join(root, folder, '.git')));
  if (nested !== undefined) throw unsafePath(nested, 'is another git repository');
  const listed = await repository.git([
    'ls-files',
    '--stage',
    '-z',
    '--',
    ...[...folders].map((folder) => repository.prefix + folder),
  ]);
  for (const line of listed.split('\0')) {
    const [details = '', path = ''] = line.split('\t');
    const folder = path.slice(repository.prefix.length);
    if (details.startsWith('160000') && folders.has(folder)) throw unsafePath(folder, 'is a submodule');
  }
}

/** Processes that hash at the same time. */
const hashers = 4;

async function hashEntries(root: string, repository: FoundRepository, paths: readonly string[]): Promise<Entry[]> {
  const sorted = [...new Set(paths)].sort();
  const entries: Entry[] = [];
  for (let start = 0; start < sorted.length; start += hashers) {
    const batch = sorted.slice(start, start + hashers);
    entries.push(...(await Promise.all(batch.map((path) => hashEntry(root, repository, path)))));
  }
  return entries;
}

async function hashEntry(root: string, { git, prefix }: FoundRepository, path: string): Promise<Entry> {
  const file = await readRegularFile(root, path);
  const full = prefix + path;
  if (!file) return { path: full, mode: '0', sha: await readNullSha(git) };
  // `--path` converts line ends as `git add` would; every filter driver is switched off
  const sha = (await git(['hash-object', '-w', '--stdin', `--path=${full}`], { input: file.bytes })).trim();
  return { path: full, mode: file.mode & 0o100 ? '100755' : '100644', sha };
}

async function readNullSha(git: Git): Promise<string> {
  const format = (await git(['rev-parse', '--show-object-format'])).trim();
  return '0'.repeat(format === 'sha256' ? 64 : 40);
}

/** @returns undefined when the tree equals that of HEAD. @throws {OrchestratorError} when more than the entries would change. */
async function buildTree(git: Git, head: string | undefined, entries: readonly Entry[]): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'devops-orchestrator-'));
  const environment = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    await git(head === undefined ? ['read-tree', '--empty'] : ['read-tree', head], { environment });
    await git(['update-index', '-z', '--index-info'], { environment, input: indexInfo(entries) });
    const tree = (await git(['write-tree'], { environment })).trim();
    const changed = await listChanged(git, head, tree);
    const own = new Set(entries.map(({ path }) => path));
    const foreign = changed.find((path) => !own.has(path));
    if (foreign !== undefined) throw unsafePath(foreign, 'would be replaced in the commit by a path of the task');
    return changed.length === 0 ? undefined : tree;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listChanged(git: Git, head: string | undefined, tree: string): Promise<string[]> {
  const output =
    head === undefined
      ? await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree])
      : await git([
          'diff-tree',
          '-r',
          '-z',
          '--name-only',
          '--no-renames',
          '--no-ext-diff',
          '--no-textconv',
          head,
          tree,
        ]);
  return output.split('\0').filter((path) => path !== '');
}

async function createCommit(
  repository: FoundRepository,
  tree: string,
  head: string | undefined,
  message: string,
): Promise<string> {
  const parent = head === undefined ? [] : ['-p', head];
  const command = ['commit-tree', '--no-gpg-sign', tree, ...parent, '-F', '-'];
  const options = { environment: readIdentity(repository), input: message };
  return (await repository.git(command, options)).trim();
}

async function moveHead(
  repository: FoundRepository,
  sha: string,
  head: string | undefined,
  message: string,
): Promise<void> {
  const command = [
    'update-ref',
    '-m',
    `commit: ${message.split('\n')[0]}`,
    'HEAD',
    sha,
    head ?? '0'.repeat(sha.length),
  ];
  await repository.git(command, { environment: readIdentity(repository) }).catch((error: unknown) => {
    throw refMoved(error);
  });
}

/** What the user's index holds at the paths now, conflicts left out. */
async function readIndex(git: Git, entries: readonly Entry[]): Promise<Entry[]> {
  const listed = await git(['ls-files', '--stage', '-z', '--', ...entries.map(({ path }) => path)]);
  const before = new Map(entries.map(({ path, sha }) => [path, { path, mode: '0', sha: '0'.repeat(sha.length) }]));
  for (const line of listed.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', sha = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (before.has(path)) before.set(path, { path, mode, sha });
  }
  return [...before.values()];
}

async function putIntoIndex(git: Git, entries: readonly Entry[]): Promise<void> {
  try {
    await git(['update-index', '-z', '--index-info'], { input: indexInfo(entries) });
  } catch (error) {
    if (!(error as Error).message.includes('index.lock')) throw error;
    throw refMoved(error);
  }
}

function indexInfo(entries: readonly Entry[]): string {
  return entries.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}\0`).join('');
}
