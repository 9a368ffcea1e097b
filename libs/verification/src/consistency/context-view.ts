import { posix } from 'node:path';
import { createRequire } from 'node:module';
import type { FileTree } from '@devops-orchestrator/contracts';

/** `built`: not in the repository, and by its name nothing that would be. `unknown`: cannot be said. */
export type SourceState = 'present' | 'ignored' | 'missing' | 'built' | 'unknown';

export interface ContextView {
  /** Whether a source of COPY is in the build context. */
  stateOf(source: string): SourceState;
  /** True when .dockerignore shuts the path (relative to the context) out. */
  ignores(path: string): boolean;
}

type DockerignoreModule = { default: () => { add(lines: string[]): { ignores(path: string): boolean } } };

const builtFolders = new Set([
  ...[
    'dist',
    'build',
    'out',
    'target',
    'bin',
    'obj',
    'vendor',
    'node_modules',
    '.next',
    '.output',
    'public',
    'publish',
  ],
  ...['coverage', 'generated', 'release', '_build', 'venv', '.venv', 'artifacts'],
]);

/** A build context as Docker sees it: the folder's files less what .dockerignore names. */
export function contextView(context: string, dockerfile: string, tree: FileTree): ContextView {
  const ignore = ignoreFileOf(context, dockerfile, tree);
  const matcher = ignore === undefined ? undefined : createMatcher(ignore);
  const inContext = context === '.' ? [...tree.paths] : under(tree.paths, context);
  const ignores = (path: string) => matcher?.(path) ?? false;
  return { ignores, stateOf: (source) => stateOf(source, inContext, ignores, tree, context) };
}

/** Text of the ignore file that applies: the Dockerfile's own, else the context's. */
export function ignoreFileOf(context: string, dockerfile: string, tree: FileTree): string | undefined {
  return tree.read(`${dockerfile}.dockerignore`) ?? tree.read(posix.join(context, '.dockerignore'));
}

/** A matcher with Docker's rules; undefined when a pattern cannot be understood. */
export function createMatcher(content: string): ((path: string) => boolean) | undefined {
  try {
    const lines = content.split(/\r?\n/).filter((line) => line.length < 1000);
    // The package is CommonJS whose types and exports disagree about the default.
    const { default: dockerignore } = createRequire(import.meta.url)('@balena/dockerignore') as DockerignoreModule;
    const ignore = dockerignore().add(lines);
    // Patterns are compiled when they are first used: a wrong one throws here, not later.
    ignore.ignores('probe/probe');
    return (path) => path !== '' && path !== '.' && ignore.ignores(path);
  } catch {
    return undefined;
  }
}

function under(paths: readonly string[], folder: string): string[] {
  const prefix = `${folder}/`;
  return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}

function stateOf(
  source: string,
  files: readonly string[],
  ignores: (path: string) => boolean,
  tree: FileTree,
  context: string,
): SourceState {
  const normal = posix.normalize(source.replace(/^\/+/, '')).replace(/\/+$/, '');
  if (normal === '.' || normal === '') return 'present';
  if (normal.startsWith('..')) return 'missing';
  const matches = /[*?[]/.test(normal)
    ? globMatches(normal, files)
    : files.filter((file) => file === normal || file.startsWith(`${normal}/`));
  if (matches === undefined) return 'unknown';
  if (matches.some((file) => !ignores(file))) return 'present';
  if (matches.length > 0) return 'ignored';
  const wasLeftOut = tree.skipped.some(({ path }) => path.startsWith(posix.join(context, normal)));
  if (wasLeftOut) return 'unknown';
  if (/[*?[]/.test(normal)) return 'built';
  const isBuilt = normal.split('/').some((part) => builtFolders.has(part)) || isGitIgnored(normal, tree, context);
  return isBuilt || /\.(jar|war|whl|zip|exe|so|wasm)$/.test(normal) ? 'built' : 'missing';
}

/** A rough reading of .gitignore: a name it lists is not expected in the repository. */
function isGitIgnored(source: string, tree: FileTree, context: string): boolean {
  const lines = [tree.read('.gitignore'), tree.read(posix.join(context, '.gitignore'))].flatMap(
    (text) => text?.split(/\r?\n/) ?? [],
  );
  const names = new Set(lines.map((line) => line.trim().replace(/^\/+|\/+\**$/g, '')));
  return (
    source.split('/').some((part) => names.has(part)) || names.has(source) || names.has(posix.join(context, source))
  );
}

/** Files that a pattern of one `*` or `?` per part matches; undefined for patterns we do not read. */
function globMatches(pattern: string, files: readonly string[]): string[] | undefined {
  const parts = pattern.split('/');
  if (pattern.includes('**') || pattern.includes('[') || pattern.length > 200) return undefined;
  return files.filter((file) => {
    const names = file.split('/');
    return names.length >= parts.length && parts.every((part, index) => wildcardMatches(part, names[index] ?? ''));
  });
}

/** Linear matching of `*` and `?` with one point of return. */
function wildcardMatches(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') [star, mark] = [p++, t];
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, t] = [star + 1, ++mark];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
