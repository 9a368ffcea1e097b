import { joinPath, type RepositoryView } from '../../repository-view.js';
import { maskComments } from '../../source/mask-comments.js';
import { isObject } from './package-manifest.js';

/** What of a `tsconfig.json` says where compiled files land. */
export interface TypeScriptSettings {
  /** The configuration that a build uses, relative to the package. */
  config: string;
  /** Relative to the package; absent when nothing is said: beside the sources. */
  outDir?: string;
  rootDir?: string;
  /** First folders of `include`; empty when it is absent. */
  include: readonly string[];
  noEmit: boolean;
}

/** Reads `tsconfig.build.json` or `tsconfig.json` with what they extend by a relative path. */
export function readTypeScript(view: RepositoryView, directory: string): TypeScriptSettings | undefined {
  const config = ['tsconfig.build.json', 'tsconfig.json'].find((name) =>
    view.tree.has(joinPath(directory, name) ?? name),
  );
  if (config === undefined) return undefined;
  const settings: TypeScriptSettings = { config, include: [], noEmit: false };
  // the base first: what extends it wins
  for (const { raw, at } of chain(view, joinPath(directory, config) ?? config).reverse()) {
    const options = isObject(raw['compilerOptions']) ? raw['compilerOptions'] : {};
    const inPackage = (path: unknown) =>
      typeof path === 'string' ? relativeTo(directory, joinPath(at, path)) : undefined;
    const outDir = inPackage(options['outDir']);
    const rootDir = inPackage(options['rootDir']);
    if (outDir !== undefined) settings.outDir = outDir;
    if (rootDir !== undefined) settings.rootDir = rootDir;
    if (typeof options['noEmit'] === 'boolean') settings.noEmit = options['noEmit'];
    const included = Array.isArray(raw['include'])
      ? raw['include']
      : Array.isArray(raw['files'])
        ? raw['files']
        : undefined;
    if (included !== undefined) settings.include = included.flatMap((glob) => literalPart(glob, inPackage));
  }
  return settings;
}

/** Where a source file lands when TypeScript compiles it, relative to the package: `src/main.ts` becomes `dist/main.js`. */
export function compiledPath(settings: TypeScriptSettings, source: string, sources: readonly string[]): string {
  const output = source.replace(/\.([cm]?)tsx?$/, '.$1js');
  if (settings.outDir === undefined) return output;
  const root = settings.rootDir ?? commonFolder(settings, sources);
  const below = root === '.' ? output : output.startsWith(`${root}/`) ? output.slice(root.length + 1) : output;
  return settings.outDir === '.' ? below : `${settings.outDir}/${below}`;
}

/** Without `rootDir` the compiler takes the longest folder that holds all compiled files. */
function commonFolder(settings: TypeScriptSettings, sources: readonly string[]): string {
  const included = sources.filter(
    (path) =>
      /\.[cm]?tsx?$/.test(path) &&
      (settings.include.length === 0 ||
        settings.include.some((part) => part === '.' || path === part || path.startsWith(`${part}/`))),
  );
  const folders = included.map((path) => path.split('/').slice(0, -1));
  const [first = [], ...rest] = folders;
  const length = rest.reduce((shared, folder) => {
    const different = folder.findIndex((part, index) => part !== first[index]);
    return Math.min(shared, different < 0 ? folder.length : different);
  }, first.length);
  return first.slice(0, length).join('/') || '.';
}

function chain(view: RepositoryView, path: string): { raw: Record<string, unknown>; at: string }[] {
  const found: { raw: Record<string, unknown>; at: string }[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = path; next !== undefined && !seen.has(next) && found.length < 8;) {
    seen.add(next);
    const raw = parseJsonWithComments(view.read(next));
    if (!isObject(raw)) break;
    const at: string = next.includes('/') ? next.slice(0, next.lastIndexOf('/')) : '.';
    found.push({ raw, at });
    const base: unknown = Array.isArray(raw['extends']) ? raw['extends'][0] : raw['extends'];
    const target: string | undefined =
      typeof base === 'string' && base.startsWith('.') ? joinPath(at, base) : undefined;
    next = target === undefined || target.endsWith('.json') ? target : `${target}.json`;
  }
  return found;
}

function literalPart(glob: unknown, inPackage: (path: unknown) => string | undefined): string[] {
  if (typeof glob !== 'string') return [];
  const literal = glob.split('/').filter((part) => part !== '' && part !== '.');
  const wild = literal.findIndex((part) => part.includes('*'));
  const path = inPackage((wild < 0 ? literal : literal.slice(0, wild)).join('/') || '.');
  return path === undefined ? [] : [path];
}

function relativeTo(directory: string, path: string | undefined): string | undefined {
  if (path === undefined || directory === '.') return path;
  if (path === directory) return '.';
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}

/** JSON with comments and trailing commas; undefined when it is not even that. */
export function parseJsonWithComments(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(maskComments(text, 'c').replace(/,(?=\s{0,500}[}\]])/g, ''));
  } catch {
    return undefined;
  }
}
