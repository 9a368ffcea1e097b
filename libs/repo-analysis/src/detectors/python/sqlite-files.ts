import type { Evidence } from '@devops-orchestrator/contracts';
import { matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject } from './python-project.js';

export interface SqliteFile {
  /** Directory of the database file, relative to the project; absent when it is in memory or cannot be told. */
  directory?: string;
  /** The file itself, relative to the project, where the directory can be told. */
  path?: string;
  evidence: Evidence;
}

/** SQLite databases that the code opens: SQLAlchemy URLs, `sqlite3.connect`, aiosqlite; in-memory ones keep nothing. */
export function sqliteFiles(project: PythonProject): SqliteFile[] {
  const urls = matchStatements(project, /f?["']sqlite(?:\+\w+)?:\/\/(\/[^"']{0,200})?["']/);
  const connects = matchStatements(project, /\b(?:sqlite3|aiosqlite)\.connect\(\s*(?:f?["']([^"']{0,200})["'])?/);
  const opened = [...urls, ...connects];
  // `sqlite3.connect(config["DATABASE"])`: the file is named where the setting is.
  const named =
    connects.length === 0
      ? []
      : matchStatements(project, /["']((?:[\w.-]{1,60}\/){0,4}[\w-]{1,60}\.(?:db|sqlite3?))["']/);
  return [...opened, ...named.filter((match) => !opened.some((other) => other.statement === match.statement))]
    .filter((match) => !/:memory:|mode=memory/.test(match.statement.text))
    .map((match) => {
      const flask = /SQLALCHEMY_DATABASE_URI|\binstance_path\b/.test(match.statement.text);
      const path = (match.groups[0] ?? '').replace(/^\//, '');
      const evidence = statementEvidence(match, 'a SQLite database file');
      const directory = directoryOf(path, flask);
      if (directory === undefined) return { evidence };
      const name = path.slice(path.lastIndexOf('/') + 1);
      return { directory, path: directory === '.' ? name : `${directory}/${name}`, evidence };
    });
}

/** Flask-SQLAlchemy puts relative files into `instance/`, which is Flask's `instance_path`. */
function directoryOf(path: string, flask: boolean): string | undefined {
  if (path === '' || path.includes('{')) return undefined;
  const relative = path.replace(/^\.\//, '');
  const slash = relative.lastIndexOf('/');
  if (relative.startsWith('/')) return slash <= 0 ? undefined : relative.slice(0, slash);
  if (slash < 0) return flask ? 'instance' : '.';
  return relative.slice(0, slash).includes('..') ? undefined : relative.slice(0, slash);
}
