import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundRepository, Place } from './discover.js';

interface Remembered {
  fingerprint: string;
  repository: FoundRepository;
}

/** More repositories than one process works on at a time. */
const maximum = 64;
const remembered = new Map<string, Remembered>();

/** The repository found before, when every file that its configuration comes from still has the same bytes. */
export function recall(root: string, binary: string, above: string): FoundRepository | undefined {
  const known = remembered.get(root);
  if (!known || known.fingerprint !== fingerprintOf(binary, above, known.repository)) return undefined;
  return known.repository;
}

/**
 * Remembers what a repository turns out to be. Nothing is remembered where the configuration comes from other files too
 * (`include`), depends on more (`includeIf`), or changes while it is read.
 */
export async function remember(
  root: string,
  binary: string,
  above: string,
  place: Place,
  bind: () => Promise<FoundRepository>,
): Promise<FoundRepository> {
  remembered.delete(root);
  const fingerprint = fingerprintOf(binary, above, place);
  const repository = await bind();
  const isWhole = ![...repository.config.keys()].some((key) =>
    /^include(?:if\..*)?\.path$|^core\.worktree$/s.test(key),
  );
  if (isWhole && fingerprint !== undefined && fingerprint === fingerprintOf(binary, above, place)) {
    if (remembered.size >= maximum) remembered.delete(remembered.keys().next().value!);
    remembered.set(root, { fingerprint, repository });
  }
  return repository;
}

/** All that the answers of git depend on; undefined when that cannot be told. */
function fingerprintOf(binary: string, above: string, place: Place): string | undefined {
  const { HOME: home = '', XDG_CONFIG_HOME: configHome = join(home, '.config') } = process.env;
  try {
    const entry = lstatSync(join(above, '.git'));
    const identity = [entry, lstatSync(place.top)].map(({ dev, ino, uid, mode }) => [dev, ino, uid, mode]);
    const files = [
      ...(entry.isDirectory() ? [] : [join(above, '.git')]),
      ...['config', 'config.worktree', 'commondir'].map((name) => join(place.gitFolder, name)),
      join(place.commonFolder, 'config'),
      ...[join(home, '.gitconfig'), join(configHome, 'git/config'), '/etc/gitconfig'],
    ];
    return JSON.stringify([binary, above, home, configHome, identity, files.map(readConfiguration)]);
  } catch {
    return undefined;
  }
}

/** @throws when it is no regular file: who reads a FIFO waits. */
function readConfiguration(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (!stats.isFile()) throw new Error(`${path} is no regular file`);
  return readFileSync(path, 'latin1');
}
