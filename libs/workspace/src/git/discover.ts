import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { findProgram, isInside, safePath } from '../find-program.js';
import { unusable } from './git-error.js';
import { driverOverrides, fixedOverrides } from './overrides.js';
import { runGit } from './run-git.js';
import type { GitCall } from './run-git.js';

/** Runs git in the found repository, with every program of its configuration switched off. */
export type Git = (arguments_: readonly string[], more?: Pick<GitCall, 'input' | 'environment'>) => Promise<string>;

export interface FoundRepository {
  git: Git;
  /** Effective configuration, keys as `git config --list` writes them; of a key with several values, the last. */
  config: ReadonlyMap<string, string>;
  gitFolder: string;
  /** Shared by linked worktrees: refs and objects are there. */
  commonFolder: string;
  /** Top of the work tree. */
  top: string;
  /** Way from the top to the workspace root: empty, or ending in '/'. */
  prefix: string;
}

export type Discovery = { kind: 'none' | 'bare' } | { kind: 'work-tree'; repository: FoundRepository };

/**
 * Finds the repository that a folder belongs to, as git does (its check of the owner included), then names it in every call.
 * @throws {OrchestratorError} `repository-unusable` when git refuses it.
 */
export async function discover(root: string): Promise<Discovery> {
  const binary = await findProgram(root, 'git', await safePath(root, process.env['PATH']));
  if (isBareFolder(root)) return { kind: 'bare' };
  const above = findGitEntry(root);
  if (binary === undefined || above === undefined) return { kind: 'none' };
  const call = { binary, folder: root, overrides: fixedOverrides };
  const question = ['rev-parse', '--is-bare-repository', '--absolute-git-dir', '--git-common-dir'];
  // where there is no work tree, the longer question fails as a whole
  const asked = runGit({ ...call, arguments: [...question, '--show-toplevel'] });
  const answer = await asked.catch(() => runGit({ ...call, arguments: question }).catch(refusal));
  const [bare, gitFolder = '', common = '', top = ''] = lines(answer);
  if (gitFolder === '') return { kind: 'none' };
  if (bare === 'true') return { kind: 'bare' };
  if (top === '' || !isInside(realpathSync(top), root) || findGitEntry(realpathSync(top)) !== realpathSync(top)) {
    throw unusable(
      `Expected the repository of ${root} to have its work tree there, found core.worktree pointing to ${top || 'another folder'}.`,
      'Run in the folder that core.worktree names, or unset it.',
    );
  }
  const paths = { gitFolder, commonFolder: join(root, common), top: realpathSync(top) };
  if (common.startsWith('/')) paths.commonFolder = common;
  return {
    kind: 'work-tree',
    repository: { ...paths, prefix: prefixOf(paths.top, root), ...(await bindGit(binary, paths)) },
  };
}

/** @throws {OrchestratorError} `repository-unusable` when there is no work tree. */
export async function openRepository(root: string): Promise<FoundRepository> {
  const found = await discover(root);
  if (found.kind === 'work-tree') return found.repository;
  throw unusable(
    `Expected a git work tree at ${root}, found ${found.kind === 'bare' ? 'a bare repository' : 'none'}.`,
    'Run git init there first, or go on without commits.',
  );
}

async function bindGit(
  binary: string,
  { gitFolder, top }: Pick<FoundRepository, 'gitFolder' | 'top'>,
): Promise<Pick<FoundRepository, 'git' | 'config'>> {
  const run = (overrides: GitCall['overrides']): Git => {
    return (arguments_, more = {}) =>
      runGit({
        binary,
        folder: top,
        arguments: [`--git-dir=${gitFolder}`, `--work-tree=${top}`, '--no-pager', '--no-optional-locks', ...arguments_],
        overrides,
        ...more,
      });
  };
  const listed = await run(fixedOverrides)(['config', '--list', '-z']);
  const config = new Map(listed.split('\0').map(readSetting));
  return { git: run([...fixedOverrides, ...driverOverrides([...config.keys()])]), config };
}

/** `key LF value`; a key alone is true. */
function readSetting(entry: string): [string, string] {
  const end = entry.indexOf('\n');
  return end === -1 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
}

/** A folder that is a git folder itself: its configuration could name any folder as its work tree. */
function isBareFolder(root: string): boolean {
  return !exists(join(root, '.git')) && ['HEAD', 'objects', 'refs'].every((name) => exists(join(root, name)));
}

/** Nearest folder, from this one up, that has an entry `.git`. */
function findGitEntry(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (exists(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function refusal(error: unknown): string {
  const message = (error as Error).message;
  if (message.includes('not a git repository')) return '';
  const owner = message.includes('dubious ownership');
  throw unusable(
    `Expected a git repository, git refuses this one: ${message}`,
    owner
      ? 'Run as the owner of the repository, or add it to safe.directory in your own git configuration.'
      : 'Repair the repository (git fsck says what is wrong), then try again.',
    error,
  );
}

function prefixOf(top: string, root: string): string {
  const way = relative(top, root).split(sep).join('/');
  return way === '' ? '' : `${way}/`;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
