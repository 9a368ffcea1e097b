import type { RepositoryView } from '../../repository-view.js';
import { isObject, stringEntries, type PackageManifest } from './package-manifest.js';

/**
 * Says, without a network, whether a lock file fits the manifests: every dependency has an entry for the range as written.
 * Undefined when that cannot be told (a binary or very large lock file, an unknown format).
 */
export function isLockInSync(
  view: RepositoryView,
  path: string,
  root: PackageManifest,
  members: readonly PackageManifest[],
): boolean | undefined {
  const packages = [root, ...members].map((manifest) => ({
    key: manifest === root ? '.' : relative(root.directory, manifest.directory),
    manifest,
  }));
  const internal = new Set(members.flatMap((member) => member.name ?? []));
  const wanted = packages.flatMap(({ key, manifest }) =>
    [...specifiersOf(manifest)]
      .filter(([name]) => !internal.has(name) && !root.overridden.has(name))
      .map(([name, range]) => ({ key, name, range })),
  );
  const holds = readLock(view, path);
  return holds === undefined ? undefined : wanted.every((one) => holds(one));
}

interface Wanted {
  /** Folder of the package below the install root; '.' for the root. */
  key: string;
  name: string;
  range: string;
}
type LockReader = (wanted: Wanted) => boolean;

function readLock(view: RepositoryView, path: string): LockReader | undefined {
  if (path.endsWith('.json')) return npmLock(view.json(path));
  const text = view.read(path);
  if (text === undefined) return undefined;
  if (path.endsWith('pnpm-lock.yaml')) return pnpmLock(text);
  if (path.endsWith('yarn.lock')) return yarnLock(text);
  if (path.endsWith('bun.lock')) return bunLock(text);
  return undefined;
}

function specifiersOf(manifest: PackageManifest): Map<string, string> {
  return new Map([...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies]);
}

function relative(root: string, directory: string): string {
  return root === '.' ? directory : directory.slice(root.length + 1);
}

const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];

function npmLock(lock: unknown): LockReader | undefined {
  if (!isObject(lock)) return undefined;
  if (!isObject(lock['packages'])) {
    // lockfileVersion 1 does not repeat the ranges
    const locked = lock['dependencies'];
    return ({ key, name }) => key !== '.' || (isObject(locked) && Object.hasOwn(locked, name));
  }
  const { packages } = lock;
  const ranges = new Map<string, Map<string, string>>();
  return ({ key, name, range }) => {
    const known = ranges.get(key) ?? rangesOf(packages[key === '.' ? '' : key]);
    ranges.set(key, known);
    return known.get(name) === range && !isOpenTag(packages[`node_modules/${name}`], range);
  };
}

/** Without an address in the lock file `npm ci` asks the registry what `latest` is now, and refuses another version. */
function isOpenTag(entry: unknown, range: string): boolean {
  return /^[a-z][\w-]{0,40}$/i.test(range) && range !== 'x' && isObject(entry) && entry['resolved'] === undefined;
}

function rangesOf(entry: unknown): Map<string, string> {
  const ranges = new Map<string, string>();
  if (!isObject(entry)) return ranges;
  for (const group of groups) {
    for (const [name, range] of stringEntries(entry[group])) ranges.set(name, range);
  }
  return ranges;
}

/** Keys stand at the line's start: `name@range, name@other:` (1) or `"name@npm:range, name@npm:other":` (2 and later). */
function yarnLock(text: string): LockReader {
  const keys = new Set(
    text
      .split('\n')
      .filter((line) => /^["@\w]/.test(line) && line.trimEnd().endsWith(':') && line.length < 20_000)
      .flatMap((line) => line.trimEnd().slice(0, -1).replaceAll('"', '').split(', ')),
  );
  return ({ name, range }) =>
    /^(?:workspace|link|file|portal|patch|catalog):/.test(range) ||
    keys.has(`${name}@${range}`) ||
    keys.has(`${name}@npm:${range}`);
}

/** Reads only the ranges: `importers` (or, for one package, the top level) of formats 5 to 9. */
function pnpmLock(text: string): LockReader | undefined {
  const ranges = new Map<string, string>();
  let importer = '.';
  let inImporters = false;
  let name = '';
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (content === '' || line.length > 2000) continue;
    if (indent === 0) {
      if (/^(?:packages|snapshots):/.test(content)) break;
      inImporters = content === 'importers:';
      continue;
    }
    const key = unquoted(content.replace(/:(?: .*)?$/, ''));
    if (inImporters && indent === 2) importer = key;
    // `specifier: ^1.0.0` below the name (format 6 and later), `name: ^1.0.0` below `specifiers` (5)
    else if (key === 'specifier')
      ranges.set(`${importer}\n${name}`, unquoted(content.slice(content.indexOf(':') + 1).trim()));
    else if (content.endsWith(':')) name = key;
    else if (!ranges.has(`${importer}\n${key}`))
      ranges.set(`${importer}\n${key}`, unquoted(content.slice(content.indexOf(': ') + 2)));
  }
  return (wanted) => ranges.get(`${wanted.key}\n${wanted.name}`) === wanted.range;
}

function unquoted(text: string): string {
  return /^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text;
}

function bunLock(text: string): LockReader | undefined {
  try {
    const lock: unknown = JSON.parse(text.replace(/,(?=\s{0,200}[}\]])/g, ''));
    const workspaces = isObject(lock) ? lock['workspaces'] : undefined;
    if (!isObject(workspaces)) return undefined;
    return ({ key, name, range }) => rangesOf(workspaces[key === '.' ? '' : key]).get(name) === range;
  } catch {
    return undefined;
  }
}
