import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { sanitizeRequest } from '@devops-orchestrator/core-orchestrator';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Fleet, FleetEntry, RepositoryLocation } from '../documents/fleet.js';
import { type FleetList, type FleetListEntry, longestList, mostEntries, parseFleetList } from './fleet-list.js';
import { looksLikeUrl, parseRepositoryUrl, urlKey } from './repository-url.js';

/** What a command line adds to what the list says. */
export interface FleetDefaults extends NonNullable<FleetList['defaults']> {
  push?: boolean;
}

export interface FleetSources {
  /** Folders, globs of folders, URLs, and lists (`.yaml`, `.yml`, `.json`). */
  sources: readonly string[];
  /** Relative sources start here. */
  folder: string;
  defaults: FleetDefaults;
  /** Absent: made from the entries, so that the same sources and requests are the same fleet. */
  fleetId?: string | undefined;
}

/** An entry and where it was read, for messages. */
interface Wanted extends FleetListEntry {
  at: string;
  folder: string;
}

/**
 * The fleet that the sources describe: globs are expanded, folders and URLs checked, names given.
 *
 * @throws {OrchestratorError} `usage` when a source names nothing, a request is missing, or two entries are the same
 */
export async function readFleet({ sources, folder, defaults, fleetId }: FleetSources): Promise<Fleet> {
  const wanted: Wanted[] = [];
  for (const source of sources) wanted.push(...(await readSource(source, folder)));
  const found: (Wanted & { location: RepositoryLocation })[] = [];
  for (const entry of wanted) {
    for (const location of await locate(entry)) found.push({ ...entry, location });
    if (found.length > mostEntries)
      throw usage(`At most ${mostEntries} repositories make a fleet; these are more.`, 'Start several fleets.');
  }
  if (found.length === 0)
    throw usage('Expected at least one repository; the sources name none.', 'Name folders, URLs or a list.');
  assertDistinct(found, defaults);
  const ids = idsOf(found);
  const entries = found.map((entry, index) => buildEntry(entry, ids[index] ?? '', defaults));
  const digest = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 10);
  return { schemaVersion: 1, fleetId: fleetId ?? `fleet-${digest}`, entries };
}

async function readSource(source: string, folder: string): Promise<Wanted[]> {
  if (looksLikeUrl(source)) return [{ url: source, at: source, folder }];
  const path = resolve(folder, source);
  if (!/\.(?:ya?ml|json)$/i.test(source)) return [{ path: source, at: source, folder }];
  const { list, lines } = parseFleetList(source, readList(path, source));
  return list.repositories.map((entry, index) => ({
    ...list.defaults,
    ...entry,
    at: `${source}:${lines[index] ?? 1}`,
    folder: dirname(path),
  }));
}

function readList(path: string, source: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true)
    throw usage(`Expected a list at ${source}; there is no such file.`, 'docs/fleet.md shows the format.');
  if (stat.size > longestList * 4)
    throw usage(`The list ${source} has ${stat.size} bytes; that is too long.`, 'Split it.');
  return readFileSync(path, 'utf8');
}

async function locate({ path, url, at, folder }: Wanted): Promise<RepositoryLocation[]> {
  if (url !== undefined) return [{ kind: 'url', url: parseRepositoryUrl(url) }];
  const literal = resolve(folder, path ?? '');
  if (path !== undefined && isDynamicPattern(path) && !existsSync(literal)) return expand(path, at, folder);
  if (statSync(literal, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usage(
      `${at}: expected a folder at ${path ?? ''}; there is none.`,
      'Paths are relative to the list, or to where the command runs.',
    );
  }
  return [{ kind: 'path', path: realpathSync(literal) }];
}

/** A pattern means repositories: folders without one, and those inside of repositories, are passed over. */
async function expand(pattern: string, at: string, folder: string): Promise<RepositoryLocation[]> {
  const folders = await glob(pattern, {
    cwd: folder,
    onlyDirectories: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    absolute: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  const repositories = folders.map((path) => path.replace(/\/$/, '')).filter((path) => existsSync(join(path, '.git')));
  if (repositories.length === 0)
    throw usage(
      `${at}: expected repositories at ${pattern}; there are none.`,
      'A pattern names folders that hold a .git.',
    );
  return repositories.sort().map((path) => ({ kind: 'path', path: realpathSync(path) }));
}

/** The same repository may come with several requests, which are carried out one after the other; the same twice is a mistake. */
function assertDistinct(found: readonly (Wanted & { location: RepositoryLocation })[], defaults: FleetDefaults): void {
  const seen = new Map<string, string>();
  for (const entry of found) {
    const key = `${repositoryKey(entry.location)}\n${entry.request ?? defaults.request ?? ''}\n${entry.feature ?? ''}`;
    const first = seen.get(key);
    if (first !== undefined) {
      throw usage(`${entry.at} names the same repository with the same request as ${first}.`, 'Remove one of them.');
    }
    seen.set(key, entry.at);
  }
}

/** The same for all ways to name one repository. */
export function repositoryKey(location: RepositoryLocation): string {
  return location.kind === 'path' ? location.path : urlKey(location.url);
}

function idsOf(found: readonly (Wanted & { location: RepositoryLocation })[]): string[] {
  const taken = new Set(found.flatMap(({ id }) => id ?? []));
  const given = new Set<string>();
  return found.map(({ id, location, at }) => {
    if (id !== undefined) {
      if (given.has(id))
        throw usage(
          `${at}: the id ${id} is given twice; a pattern with an id names one folder.`,
          'Give each entry its own id.',
        );
      given.add(id);
      return id;
    }
    const name = basename(repositoryKey(location))
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '')
      .slice(0, 50);
    const base = name === '' ? 'repository' : name;
    let unique = base;
    for (let number = 2; taken.has(unique); number += 1) unique = `${base}-${number}`;
    taken.add(unique);
    return unique;
  });
}

function buildEntry(entry: Wanted & { location: RepositoryLocation }, id: string, defaults: FleetDefaults): FleetEntry {
  const { push = false, ...settings } = defaults;
  const { request, feature, engine, verify, branch, commit, priority } = { ...settings, ...withoutUndefined(entry) };
  if (request === undefined)
    throw usage(
      `${entry.at}: expected a request; there is none.`,
      'Give --request, "defaults.request", or "request" beside the repository.',
    );
  return {
    id,
    location: entry.location,
    request: clean(request, entry.at),
    ...(feature === undefined ? {} : { feature }),
    engine: engine ?? 'auto',
    verify: verify ?? 'auto',
    commit: commit ?? true,
    ...(branch === undefined ? {} : { branch }),
    priority: priority ?? 0,
    push: push && entry.location.kind === 'url',
  };
}

function clean(request: string, at: string): string {
  try {
    return sanitizeRequest(request);
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    throw new OrchestratorError(error.code, `${at}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

function usage(message: string, hint: string): OrchestratorError {
  return new OrchestratorError('usage', message, { hint });
}
