import type { Evidence } from '@devops-orchestrator/contracts';
import { baseName, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { scanSources } from '../../source/scan-sources.js';
import { readPythonDependencies } from './python-dependencies.js';
import type { PythonDependencies, PythonDependency } from './python-dependencies.js';
import { parsePythonStatements } from './python-statements.js';
import type { PythonStatement } from './python-statements.js';
import { asRecord } from './unknown-values.js';

export interface PythonSource {
  /** Repository-relative. */
  file: string;
  /** Relative to the project's directory. */
  path: string;
  statements: readonly PythonStatement[];
}

/** One directory with a Python manifest, read once for all who look for facts in it. */
export interface PythonProject {
  view: RepositoryView;
  directory: string;
  /** Manifests of this directory, repository-relative. */
  manifests: readonly string[];
  /** pyproject.toml; empty when there is none. */
  pyproject: Record<string, unknown>;
  dependencies: PythonDependencies;
  /** Code that production runs: no tests, no migrations, no settings of tests. */
  sources: readonly PythonSource[];
}

/** One statement that matched. */
export interface StatementMatch {
  source: PythonSource;
  statement: PythonStatement;
  groups: readonly string[];
}

/** Reads the project in `directory`, without the directories of other projects below it. */
export function readPythonProject(
  view: RepositoryView,
  directory: string,
  manifests: readonly string[],
  others: readonly string[],
): PythonProject {
  const without = others.filter(
    (other) => other !== directory && (directory === '.' || other.startsWith(`${directory}/`)),
  );
  const prefix = directory === '.' ? 0 : directory.length + 1;
  const sources = scanSources(view, { directory, language: 'python', without })
    .filter((source) => !isSupportFile(source.path.slice(prefix)))
    .map((source) => ({
      file: source.path,
      path: source.path.slice(prefix),
      statements: parsePythonStatements(source.text),
    }));
  return {
    view,
    directory,
    manifests,
    pyproject: asRecord(view.toml(joinPath(directory, 'pyproject.toml') ?? 'pyproject.toml')),
    dependencies: readPythonDependencies(view, directory),
    sources,
  };
}

/** The first production dependency with one of these names; `name[extra]` asks for the extra too. */
export function findDependency(project: PythonProject, ...names: readonly string[]): PythonDependency | undefined {
  for (const wanted of names) {
    const [, name = wanted, extra] = /^([^[]+)\[([^\]]+)\]$/.exec(wanted) ?? [];
    const found = project.dependencies.all.find(
      (dependency) =>
        !dependency.development &&
        dependency.name === name &&
        (extra === undefined || dependency.extras.includes(extra)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every statement of the project's code that the pattern matches. The pattern must be linear, without flags that keep state. */
export function matchStatements(project: PythonProject, pattern: RegExp): StatementMatch[] {
  return project.sources
    .filter((source) => mayMatch(source, pattern))
    .flatMap((source) =>
      source.statements.flatMap((statement) => {
        const match = pattern.exec(statement.text);
        return match === null ? [] : [{ source, statement, groups: match.slice(1).map((group) => group ?? '') }];
      }),
    );
}

const texts = new WeakMap<PythonSource, string>();
const multiline = new Map<string, RegExp>();

/** All statements of a source as one text, a line each. */
export function sourceText(source: PythonSource): string {
  const known = texts.get(source);
  if (known !== undefined) return known;
  const text = source.statements.map((statement) => statement.text).join('\n');
  texts.set(source, text);
  return text;
}

/** One search per file instead of one per statement: what matches a statement matches its line in the whole. */
function mayMatch(source: PythonSource, pattern: RegExp): boolean {
  const key = `${pattern.flags}/${pattern.source}`;
  const whole =
    multiline.get(key) ?? new RegExp(pattern.source, pattern.flags.includes('m') ? pattern.flags : `${pattern.flags}m`);
  if (!multiline.has(key) && multiline.size < 500) multiline.set(key, whole);
  return whole.test(sourceText(source));
}

export function statementEvidence(match: Pick<StatementMatch, 'source' | 'statement'>, reason: string): Evidence {
  return { file: match.source.file, line: match.statement.line, reason };
}

/** Repository-relative path of a file in the project's directory. */
export function inProject(project: Pick<PythonProject, 'directory'>, path: string): string {
  return joinPath(project.directory, path) ?? path;
}

function isSupportFile(path: string): boolean {
  const name = baseName(path);
  if (/^(?:tests?|conftest|setup|noxfile|fabfile|tasks_test|test_settings|settings_test|testing)\.py$/.test(name))
    return true;
  if (/(?:^|\/)(?:settings|config|conf)\/(?:tests?|testing|ci)\.py$/.test(path)) return true;
  return /(?:^|\/)(?:migrations|alembic\/versions|versions)\/[^/]+\.py$/.test(path) && name !== 'env.py';
}
