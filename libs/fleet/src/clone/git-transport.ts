import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { openCommands } from '@devops-orchestrator/workspace';

export interface CloneRequest {
  /** As `parseRepositoryUrl` gives it. */
  url: string;
  /** Absolute path; the folder is there when the clone is whole. */
  folder: string;
  /** Newest commits only; absent: the whole history of the default branch. */
  depth?: number;
  signal: AbortSignal;
}

/** Transports may be slow, but not forever. */
const timeoutMs = 30 * 60_000;

/** Of the caller's environment what the transports need; never a program to run (`GIT_SSH_COMMAND`, `GIT_ASKPASS`). */
const passedOn = ['SSH_AUTH_SOCK', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy'];

/** Wins over every configuration file: no hook, monitor, submodule, background job or other transport. */
const overrides: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['push.gpgSign', 'false'],
];

/**
 * Clones a repository that may be hostile: no hook, submodule, filter (Git LFS keeps its pointers) or unusual transport.
 * A clone that was interrupted is made anew; one that is there is left as it is.
 *
 * @returns the folder
 * @throws {OrchestratorError} `transient` when the host does not give it
 */
export async function cloneRepository({ url, folder, depth, signal }: CloneRequest): Promise<string> {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  const options = [
    '--quiet',
    '--no-checkout',
    '--no-recurse-submodules',
    '--single-branch',
    '--no-tags',
    '--template=',
    ...shallow,
  ];
  await git(dirname(folder), ['clone', ...options, '--', url, partial], signal);
  if (await hasCommits(partial, signal)) {
    await git(partial, ['reset', '--quiet', '--hard', 'HEAD'], signal, await filterOverrides(partial, signal));
  }
  renameSync(partial, folder);
  return folder;
}

/** Writes the commits of a branch that are not in the clone's beginning. @returns false when there are none. */
export async function bundleBranch(
  folder: string,
  branch: string,
  file: string,
  signal: AbortSignal,
): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  const exists = (await run(folder, ['rev-parse', '--verify', '--quiet', ref], signal)).exitCode === 0;
  // a run that commits nothing makes no branch
  if (!exists) return false;
  const beginning = (
    await git(folder, ['for-each-ref', '--format=%(objectname)', 'refs/remotes/origin'], signal)
  ).split('\n');
  const not = beginning.filter((sha) => sha !== '').map((sha) => `^${sha}`);
  const fresh = await git(folder, ['rev-list', '--max-count=1', ref, ...not], signal);
  if (fresh.trim() === '') return false;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  await git(folder, ['bundle', 'create', '--quiet', file, ref, ...not], signal);
  return true;
}

/**
 * Pushes a branch to where the clone came from; never by force.
 *
 * @returns the ref
 * @throws {OrchestratorError} `transient` when the host does not take it
 */
export async function pushBranch(folder: string, url: string, branch: string, signal: AbortSignal): Promise<string> {
  const ref = `refs/heads/${branch}`;
  await git(folder, ['push', '--quiet', '--no-verify', '--no-follow-tags', '--', url, `${ref}:${ref}`], signal);
  return ref;
}

async function hasCommits(folder: string, signal: AbortSignal): Promise<boolean> {
  return (await run(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal)).exitCode === 0;
}

/** The attributes of a repository choose among the filters of the user's configuration: none runs. */
async function filterOverrides(folder: string, signal: AbortSignal): Promise<[string, string][]> {
  const keys = (await git(folder, ['config', '--list', '--name-only', '-z'], signal)).split('\0');
  const programs = keys
    .filter((key) => /^filter\..*\.(?:clean|smudge|process)$/s.test(key))
    .map((key): [string, string] => [key, '']);
  const demands = keys
    .filter((key) => /^filter\..*\.required$/s.test(key))
    .map((key): [string, string] => [key, 'false']);
  return [...programs, ...demands];
}

async function git(
  folder: string,
  words: readonly string[],
  signal: AbortSignal,
  more: readonly (readonly [string, string])[] = [],
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(folder, words, signal, more);
  signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  throw new OrchestratorError('transient', `git ${words[0] ?? ''} failed: ${stderr.trim().slice(-1000)}`, {
    hint: 'Check the URL, the credentials of git and the network, then `devops-orchestrator fleet retry`.',
  });
}

function run(
  folder: string,
  words: readonly string[],
  signal: AbortSignal,
  more: readonly (readonly [string, string])[] = [],
) {
  return openCommands(folder).run({
    program: 'git',
    arguments: words,
    timeoutMs,
    environment: environmentOf([...overrides, ...more]),
    signal,
  });
}

function environmentOf(settings: readonly (readonly [string, string])[]): Record<string, string> {
  const environment: Record<string, string> = {
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
    GIT_CONFIG_COUNT: String(settings.length),
  };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  for (const [index, [key, value]] of settings.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
