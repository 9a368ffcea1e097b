import { z } from 'zod';
import { directoryName, type RepositoryView } from '../../repository-view.js';

/** What is read of a `package.json`; a field of the wrong shape is as good as absent. */
export interface PackageManifest {
  path: string;
  directory: string;
  name?: string | undefined;
  type?: string | undefined;
  main?: string | undefined;
  packageManager?: string | undefined;
  homepage?: string | undefined;
  isPrivate: boolean;
  /** Files that `bin` names. */
  bin: readonly string[];
  /** True when it says what others import: `exports`, `module` or `types`. */
  publishes: boolean;
  scripts: ReadonlyMap<string, string>;
  dependencies: ReadonlyMap<string, string>;
  devDependencies: ReadonlyMap<string, string>;
  optionalDependencies: ReadonlyMap<string, string>;
  peerDependencies: ReadonlyMap<string, string>;
  engines: ReadonlyMap<string, string>;
  volta: ReadonlyMap<string, string>;
  /** `devEngines.packageManager` and `devEngines.runtime`, by `name`. */
  devEngines: ReadonlyMap<string, string>;
  /** Names whose lock entries follow an override and not the manifest. */
  overridden: ReadonlySet<string>;
  /** Globs of member folders; undefined when the manifest is no workspace root. */
  workspaces?: readonly string[] | undefined;
}

/** Reads one manifest; undefined when it is missing or no JSON object. */
export function readManifest(view: RepositoryView, path: string): PackageManifest | undefined {
  const parsed = ForeignManifest.safeParse(view.json(path));
  if (!parsed.success) return undefined;
  const raw = parsed.data;
  return {
    path,
    directory: directoryName(path),
    name: raw.name,
    type: raw.type,
    main: raw.main,
    packageManager: raw.packageManager,
    homepage: raw.homepage,
    isPrivate: raw.private === true,
    bin: typeof raw.bin === 'string' ? [raw.bin] : [...stringEntries(raw.bin).values()],
    publishes: [raw.exports, raw.module, raw.types, raw.typings].some((field) => field !== undefined),
    scripts: stringEntries(raw.scripts),
    dependencies: stringEntries(raw.dependencies),
    devDependencies: stringEntries(raw.devDependencies),
    optionalDependencies: stringEntries(raw.optionalDependencies),
    peerDependencies: stringEntries(raw.peerDependencies),
    engines: stringEntries(raw.engines),
    volta: stringEntries(raw.volta),
    devEngines: devEnginesOf(raw.devEngines),
    overridden: new Set([...keysOf(raw.overrides), ...keysOf(raw.resolutions), ...keysOf(pnpmOverrides(raw.pnpm))]),
    workspaces: workspaceGlobs(raw.workspaces),
  };
}

/** True when the installed application has the package at run time. */
export function hasDependency(manifest: PackageManifest, name: string): boolean {
  return manifest.dependencies.has(name) || manifest.optionalDependencies.has(name);
}

/** True when the package is there while building. */
export function hasAnyDependency(manifest: PackageManifest, name: string): boolean {
  return hasDependency(manifest, name) || manifest.devDependencies.has(name);
}

const anything = z.unknown().optional();
const text = z.string().optional().catch(undefined);
const ForeignManifest = z.object({
  name: text,
  type: text,
  main: text,
  packageManager: text,
  homepage: text,
  private: anything,
  bin: anything,
  exports: anything,
  module: anything,
  types: anything,
  typings: anything,
  scripts: anything,
  dependencies: anything,
  devDependencies: anything,
  optionalDependencies: anything,
  peerDependencies: anything,
  engines: anything,
  volta: anything,
  devEngines: anything,
  overrides: anything,
  resolutions: anything,
  pnpm: anything,
  workspaces: anything,
});

/** The entries of an object whose values are strings, in a map: a key such as `__proto__` is only a key. */
export function stringEntries(value: unknown): Map<string, string> {
  if (!isObject(value)) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysOf(value: unknown): string[] {
  // `**/name`, `parent>name` and `name@range` are overrides of `name`
  return isObject(value)
    ? Object.keys(value).map((key) => key.replace(/^.*[>/](?=@)|^[^@]*[>/]/, '').replace(/(.)@.*$/, '$1'))
    : [];
}

function pnpmOverrides(value: unknown): unknown {
  return isObject(value) ? value['overrides'] : undefined;
}

function devEnginesOf(value: unknown): Map<string, string> {
  const engines = isObject(value) ? [value['packageManager'], value['runtime']].flat() : [];
  return new Map(
    engines.flatMap((engine) => {
      const entries = stringEntries(engine);
      const name = entries.get('name');
      return name === undefined ? [] : [[name, entries.get('version') ?? '*'] as const];
    }),
  );
}

function workspaceGlobs(value: unknown): readonly string[] | undefined {
  const globs = isObject(value) ? value['packages'] : value;
  return Array.isArray(globs) ? globs.filter((glob): glob is string => typeof glob === 'string') : undefined;
}
