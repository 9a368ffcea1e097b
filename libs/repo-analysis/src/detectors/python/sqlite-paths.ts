import { directoryName } from '../../repository-view.js';
import { matchStatements } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { sqliteFiles } from './sqlite-files.js';

/** Paths of the SQLite files that the project opens, relative to it, sorted: URLs, plain names, and `BASE_DIR / "db.sqlite3"`. */
export function sqlitePaths(project: PythonProject): string[] {
  const named = sqliteFiles(project).flatMap(({ path }) => path ?? []);
  return [...new Set([...named, ...joinedPaths(project)])].filter((path) => plainPath.test(path)).sort();
}

const plainPath = /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/;
const databaseName = /\.(?:db|sqlite3?)$/;

/** `BASE_DIR / "data" / "db.sqlite3"`, `os.path.join(basedir, "app.db")`, `f"sqlite:///{basedir}/app.db"`. */
function joinedPaths(project: PythonProject): string[] {
  const pieces = matchStatements(project, /\b([A-Za-z_]\w{0,60})((?:\s?[/,]\s?["'][\w.-]{1,60}["']){1,4})/);
  const formatted = matchStatements(project, /\{([A-Za-z_]\w{0,60})\}\/([\w./-]{1,100}\.(?:db|sqlite3?))\b/);
  return [...pieces, ...formatted].flatMap(({ groups: [variable = '', rest = ''] }) => {
    const path =
      rest.includes('"') || rest.includes("'")
        ? rest
            .split(/["']/)
            .filter((_, at) => at % 2 === 1)
            .join('/')
        : rest;
    const base = databaseName.test(path) ? baseDirectory(project, variable) : undefined;
    return base === undefined ? [] : [base === '.' ? path : `${base}/${path}`];
  });
}

/** The directory that a variable made from `__file__` names; undefined when it is none, or lies outside of the project. */
export function baseDirectory(project: PythonProject, variable: string): string | undefined {
  const [match] = matchStatements(project, new RegExp(`^\\s*${variable}\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(.*__file__.*)$`));
  if (match === undefined) return undefined;
  const text = match.groups[0] ?? '';
  const numbered = /\.parents\[(\d)\]/.exec(text)?.[1];
  const ups =
    (numbered === undefined ? 0 : Number(numbered) + 1) +
    [...text.matchAll(/\.parent\b|\bdirname\(|["']\.\.["']/g)].length;
  let at = match.source.path;
  for (let step = 0; step < Math.max(ups, 1); step += 1) {
    if (at === '.') return undefined;
    at = directoryName(at);
  }
  return at;
}

/** True when code lies beside the file: its directory cannot be a volume. */
export function liesBesideCode(project: PythonProject, path: string): boolean {
  const directory = directoryName(path);
  return directory === '.' || project.sources.some((source) => directoryName(source.path) === directory);
}
