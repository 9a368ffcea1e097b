import type { PythonProject, PythonSource } from './python-project.js';

export interface PythonModule {
  /** Dotted name as an import or a server's command line says it: `app.main`. */
  name: string;
  /** Directory that must be on the import path, relative to the project; '.' for the project itself. */
  root: string;
}

/**
 * Says by which name a source file is imported, and from where.
 *
 * The import path is not written anywhere: the directory that makes most of the project's own absolute imports resolve is it
 * (`from app.db import x` in `backend/app/main.py` needs `backend`). Without such imports it is `src/` or the project.
 */
export function moduleOf(project: PythonProject, source: PythonSource): PythonModule {
  const root = importRootOf(project, source);
  const relative = root === '.' ? source.path : source.path.slice(root.length + 1);
  const name = relative.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');
  return { name, root };
}

function importRootOf(project: PythonProject, source: PythonSource): string {
  const folders = source.path.split('/').slice(0, -1);
  const usesRelativeImport = source.statements.some((statement) =>
    /^\s*from\s+\.+[\w.]*\s+import/.test(statement.text),
  );
  const candidates = ['.', ...folders.map((_, at) => folders.slice(0, at + 1).join('/'))].filter(
    (candidate) => !usesRelativeImport || candidate !== folders.join('/') || folders.length === 0,
  );
  const known = knownModules(project);
  const foreign = new Set(project.dependencies.all.map((dependency) => dependency.name.replaceAll('-', '_')));
  // A module that is named like a distribution (`shop/celery.py`) is not what `from celery import …` means.
  const local = (names: readonly string[]): string[] => names.filter((name) => !foreign.has(name.toLowerCase()));
  const own = bestRoot(candidates, local(importsOf([source])), known);
  if (own !== undefined) return own;
  const top = folders[0];
  const nearby = project.sources.filter((other) => top === undefined || other.path.startsWith(`${top}/`));
  const shared = bestRoot(candidates, local(importsOf(nearby)), known);
  if (shared !== undefined) return shared;
  const isPackage = (folder: string): boolean =>
    project.view.tree.has(join(project.directory, `${folder}/__init__.py`));
  return top === 'src' && !isPackage('src') && candidates.includes('src') ? 'src' : '.';
}

/** The candidate under which most imports resolve; undefined when none resolves. Ties go to the directory nearest the top. */
function bestRoot(
  candidates: readonly string[],
  imports: readonly string[],
  known: ReadonlySet<string>,
): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const prefix = candidate === '.' ? '' : `${candidate}/`;
    const count = imports.filter((name) => known.has(prefix + name)).length;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

/** First segments of absolute imports. */
function importsOf(sources: readonly PythonSource[]): string[] {
  return sources.flatMap((source) =>
    source.statements.flatMap((statement) => {
      const found = /^\s*(?:from|import)\s+([A-Za-z_]\w*)/.exec(statement.text)?.[1];
      return found === undefined ? [] : [found];
    }),
  );
}

const modulesOfProject = new WeakMap<PythonProject, Set<string>>();

/** Paths of everything importable, without `.py`: files, and the folders above them. */
function knownModules(project: PythonProject): ReadonlySet<string> {
  const cached = modulesOfProject.get(project);
  if (cached !== undefined) return cached;
  const known = new Set<string>();
  for (const { path } of project.sources) {
    known.add(path.replace(/\.py$/, ''));
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) known.add(path.slice(0, at));
  }
  modulesOfProject.set(project, known);
  return known;
}

function join(directory: string, path: string): string {
  return directory === '.' ? path : `${directory}/${path}`;
}

/** The source that an absolute or relative import in `from` names; undefined when it is not of this project. */
export function resolveImport(project: PythonProject, from: PythonSource, dotted: string): PythonSource | undefined {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  const tail = dotted.slice(dots).replaceAll('.', '/');
  if (dots > 0) {
    const folders = from.path.split('/').slice(0, -1);
    const base = folders.slice(0, folders.length - (dots - 1)).join('/');
    return sourceAt(project, [base, tail].filter((part) => part !== '').join('/'));
  }
  const folders = from.path.split('/').slice(0, -1);
  const roots = ['', ...folders.map((_, at) => `${folders.slice(0, at + 1).join('/')}/`), 'src/'];
  for (const root of roots) {
    const found = sourceAt(project, root + tail);
    if (found !== undefined) return found;
  }
  return undefined;
}

const sourcesByPath = new WeakMap<PythonProject, Map<string, PythonSource>>();

function sourceAt(project: PythonProject, path: string): PythonSource | undefined {
  let index = sourcesByPath.get(project);
  if (index === undefined) {
    index = new Map(project.sources.map((source) => [source.path, source]));
    sourcesByPath.set(project, index);
  }
  return index.get(`${path}.py`) ?? index.get(`${path}/__init__.py`);
}
