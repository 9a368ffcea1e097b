import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { findProgram, isInside, safePath } from '../find-program.js';
import { unusable } from './git-error.js';
import type { ObjectFormat } from './objects.js';
import { driverOverrides, fixedOverrides } from './overrides.js';
import { recall, remember } from './remembered-repositories.js';
import { runGit } from './run-git.js';
import type { GitCall } from './run-git.js';

type GitOptions = Pick<GitCall, 'input' | 'environment'>;
/** Runs git in the found repository, with every program of its configuration switched off. */
export type Git = (arguments_: readonly string[], more?: GitOptions) => Promise<string>;

export interface FoundRepository {
  git: Git;
  /** As `git`, for output that is no text. */
  gitBytes: (arguments_: readonly string[], more?: GitOptions) => Promise<Buffer>;
  /** Effective configuration, keys as `git config --list` writes them; of a key with several values, the last. */
  config: ReadonlyMap<string, string>;
  objectFormat: ObjectFormat;
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
  const known = recall(root, binary, above);
  if (known) return { kind: 'work-tree', repository: known };
  const paths = await askForPaths(root, binary);
  if (typeof paths === 'string') return { kind: paths };
  const place = { ...paths, prefix: prefixOf(paths.top, root) };
  return { kind: 'work-tree', repository: await remember(root, binary, above, place, () => bindGit(binary, place)) };
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

export type Place = Pick<FoundRepository, 'gitFolder' | 'commonFolder' | 'top' | 'prefix' | 'objectFormat'>;

async function askForPaths(root: string, binary: string): Promise<Omit<Place, 'prefix'> | 'none' | 'bare'> {
  const ask = (...question: string[]) =>
    runGit({ binary, folder: root, overrides: fixedOverrides, arguments: ['rev-parse', ...question] });
  const question = ['--is-bare-repository', '--absolute-git-dir', '--git-common-dir', '--show-object-format'];
  // where there is no work tree, the longer question fails as a whole
  const asked = ask(...question, '--show-toplevel').catch(() => ask(...question));
  const answer = await asked.then(String).catch(refusal);
  const [bare, gitFolder = '', common = '', format = '', top = ''] = lines(answer);
  if (gitFolder === '') return 'none';
  if (bare === 'true') return 'bare';
  if (top === '' || !isInside(realpathSync(top), root) || findGitEntry(realpathSync(top)) !== realpathSync(top)) {
    throw unusable(
      `Expected the repository of ${root} to have its work tree there, found core.worktree pointing to ${top || 'another folder'}.`,
      'Run in the folder that core.worktree names, or unset it.',
    );
  }
  const commonFolder = common.startsWith('/') ? common : join(root, common);
  return { gitFolder, commonFolder, top: realpathSync(top), objectFormat: format === 'sha256' ? format : 'sha1' };
}

async function bindGit(binary: string, place: Place): Promise<FoundRepository> {
  const { gitFolder, top } = place;
  const run = (overrides: GitCall['overrides']): FoundRepository['gitBytes'] => {
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
  const config = new Map(String(listed).split('\0').map(readSetting));
  const gitBytes = run([...fixedOverrides, ...driverOverrides([...config.keys()])]);
  return { ...place, config, gitBytes, git: async (...call) => String(await gitBytes(...call)) };
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
