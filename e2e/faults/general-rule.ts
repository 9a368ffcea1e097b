import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { git, orchestrator } from '../support.js';
import type { CommandOutcome } from '../support.js';

/** A key in the form of a real one; it must never appear in what is printed, committed, written or saved. */
export const secretCanary = 'AKIAEXAMPLECANARY0001';

/** What stood before a run: outside of the repository everything, inside what git says. */
export interface Before {
  repository: string;
  outside: Readonly<Record<string, string>>;
  head: string;
  status: string;
}

export function lookAround(repository: string): Before {
  mkdirSync(homeOf(repository), { recursive: true });
  return {
    repository,
    outside: digestsAround(repository),
    head: headOf(repository),
    status: statusOf(repository),
  };
}

/** The user's home of a run: a folder beside the repository, so that a write to it is seen. */
export function homeOf(repository: string): string {
  return join(dirname(repository), 'home');
}

export function stateOf(repository: string): string {
  return join(dirname(repository), 'state');
}

/** Runs the command on the repository, in a home of its own, and holds it to the general rule. */
export function runUnderRule(
  repository: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): CommandOutcome {
  const before = lookAround(repository);
  const home = { HOME: homeOf(repository), XDG_STATE_HOME: stateOf(repository), XDG_CONFIG_HOME: undefined };
  const outcome = orchestrator(args, repository, { ...home, ...environment });
  expectGeneralRule(before, outcome);
  return outcome;
}

/**
 * What holds after every run, whatever came in: nothing outside of the repository changed, the repository is as it was or
 * everything new is committed, no canary file, no secret in any output, no process left, no stack trace.
 */
export function expectGeneralRule(before: Before, outcome: CommandOutcome): void {
  const { repository } = before;
  expect(digestsAround(repository)).toEqual(before.outside);
  expect(statusOf(repository)).toBe(before.status);
  expect(pathsBelow(dirname(repository)).filter((path) => /CANARY/.test(basename(path)))).toEqual([]);
  const printed = outcome.stdout + outcome.stderr;
  expect(printed).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect({ secretIn: exitsWithSecret(before, printed) }).toEqual({ secretIn: [] });
  expect(processesIn(dirname(repository))).toEqual([]);
}

/** Names of the exits that show the secret canary. */
function exitsWithSecret(before: Before, printed: string): string[] {
  const { repository, head } = before;
  const range = headOf(repository) === head ? undefined : head === '' ? 'HEAD' : `${head}..HEAD`;
  const commits = range === undefined ? '' : git(repository, 'log', '--patch', '--unified=0', '--format=%B', range);
  const saved = pathsBelow(stateOf(repository)).filter((path) => readFileSync(path, 'latin1').includes(secretCanary));
  return [
    ...(printed.includes(secretCanary) ? ['terminal'] : []),
    ...(commits.includes(secretCanary) ? ['commits'] : []),
    ...saved,
  ];
}

/** Empty where there is no repository or no commit yet. */
function headOf(repository: string): string {
  if (!isRepository(repository)) return '';
  return git(repository, 'log', '--all', '--format=%H', '--max-count=1') === ''
    ? ''
    : git(repository, 'rev-parse', 'HEAD').trim();
}

function statusOf(repository: string): string {
  return isRepository(repository)
    ? git(repository, '--no-optional-locks', 'status', '--porcelain', '--untracked-files=all')
    : '';
}

function isRepository(repository: string): boolean {
  return lstatSync(join(repository, '.git'), { throwIfNoEntry: false }) !== undefined;
}

/** Kind, mode and content of everything beside the repository but the state folder. */
function digestsAround(repository: string): Record<string, string> {
  const root = dirname(repository);
  const beside = readdirSync(root).filter((name) => name !== basename(repository) && name !== 'state');
  return Object.fromEntries(
    beside.flatMap((name) => [join(root, name), ...pathsBelow(join(root, name))]).map((path) => [path, digestOf(path)]),
  );
}

function digestOf(path: string): string {
  const stats = lstatSync(path);
  const mode = stats.mode.toString(8);
  if (stats.isSymbolicLink()) return `${mode} ${readlinkSync(path)}`;
  return stats.isFile() ? `${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}` : mode;
}

/** Paths of all files and folders below; symbolic links are not followed, git's own folder is left out. */
function pathsBelow(root: string): string[] {
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const path = join(root, entry.name);
    if (entry.name === '.git') return [];
    return entry.isDirectory() ? pathsBelow(path) : [path];
  });
}

/** Processes that work in the folder. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readlinkSync(`/proc/${id}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}
