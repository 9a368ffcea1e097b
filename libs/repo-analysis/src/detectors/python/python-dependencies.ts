import type { Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { normalizeName, parseRequirement, readRequirementsFile } from './requirements-file.js';
import type { Requirement } from './requirements-file.js';
import { asRecord, asStrings } from './unknown-values.js';

export interface PythonDependency extends Requirement {
  /** True for groups and files that production does not install. */
  development: boolean;
  evidence: Evidence;
}

export interface PythonDependencies {
  all: readonly PythonDependency[];
  /** The requirements file that production installs. */
  requirementsFile?: string;
  /** What installing it reads besides, repository-relative: files it includes, and constraints. */
  includedFiles: readonly string[];
  /** Requirements file for tests and linters. */
  developmentFile?: string;
  /** Places of private index options. */
  indexOptions: readonly { file: string; line: number }[];
}

const developmentWords =
  /(?:^|[-_./])(?:dev|devel|development|test|tests|testing|lint|docs?|local|ci|typing|debug|qa)(?:[-_.]|$)/;

/** Reads what a Python project depends on, from every manifest in its directory. */
export function readPythonDependencies(view: RepositoryView, directory: string): PythonDependencies {
  const files = requirementsFilesOf(view, directory);
  const requirementsFile = files.find((file) => !isDevelopmentFile(file, directory));
  const developmentFile = files.find((file) => isDevelopmentFile(file, directory));
  const production = requirementsFile === undefined ? undefined : readRequirementsFile(view, requirementsFile);
  const listed = (production?.requirements ?? []).map(({ file, line, ...requirement }) => ({
    ...requirement,
    development: false,
    evidence: { file, line, reason: `requires ${requirement.name}` },
  }));
  const development = files
    .filter((file) => isDevelopmentFile(file, directory))
    .flatMap((file) => readRequirementsFile(view, file).requirements)
    .map(({ file, line, ...requirement }) => ({
      ...requirement,
      development: true,
      evidence: { file, line, reason: `requires ${requirement.name} for development` },
    }));
  const inProduction = new Set(listed.map((dependency) => dependency.name));
  return {
    all: [
      ...listed,
      ...pyprojectDependencies(view, directory),
      ...pipfileDependencies(view, directory),
      ...setupDependencies(view, directory),
      ...development.filter((dependency) => !inProduction.has(dependency.name)),
    ],
    ...(requirementsFile === undefined ? {} : { requirementsFile }),
    ...(developmentFile === undefined ? {} : { developmentFile }),
    includedFiles: production?.files.filter((file) => file !== requirementsFile) ?? [],
    indexOptions: production?.indexOptions ?? [],
  };
}

/** Production files first, most specific to production first. */
function requirementsFilesOf(view: RepositoryView, directory: string): string[] {
  const prefix = directory === '.' ? '' : `${directory}/`;
  const rank = (path: string): number => {
    const name = path.slice(prefix.length);
    const order = ['requirements.txt', 'requirements/production.txt', 'requirements/prod.txt', 'requirements/base.txt'];
    const known = order.indexOf(name);
    return known < 0 ? order.length : known;
  };
  return view.tree.paths
    .filter(
      (path) =>
        path.startsWith(prefix) && /^requirements(?:[-_.][\w.-]+|\/[\w.-]+)?\.txt$/.test(path.slice(prefix.length)),
    )
    .sort((a, b) => rank(a) - rank(b));
}

function isDevelopmentFile(path: string, directory: string): boolean {
  return developmentWords.test(directory === '.' ? path : path.slice(directory.length + 1));
}

function pyprojectDependencies(view: RepositoryView, directory: string): PythonDependency[] {
  const file = joinPath(directory, 'pyproject.toml') ?? 'pyproject.toml';
  const document = asRecord(view.toml(file));
  const project = asRecord(document['project']);
  const tool = asRecord(document['tool']);
  const poetry = asRecord(tool['poetry']);
  const make = (requirement: Requirement, development: boolean): PythonDependency => ({
    ...requirement,
    development,
    evidence: evidenceAt(view, file, namePattern(requirement.name), `depends on ${requirement.name}`),
  });
  const lines = (list: unknown, development: boolean): PythonDependency[] =>
    asStrings(list)
      .map(parseRequirement)
      .filter((requirement) => requirement !== undefined)
      .map((requirement) => make(requirement, development));
  const groups = [
    ...Object.values(asRecord(project['optional-dependencies'])),
    ...Object.values(asRecord(document['dependency-groups'])),
    ...Object.values(asRecord(asRecord(tool['pdm'])['dev-dependencies'])),
    asRecord(tool['uv'])['dev-dependencies'],
  ];
  const poetryGroups = [
    poetry['dev-dependencies'],
    ...Object.values(asRecord(poetry['group'])).map((group) => asRecord(group)['dependencies']),
  ];
  return [
    ...lines(project['dependencies'], false),
    ...tableRequirements(poetry['dependencies']).map((requirement) => make(requirement, false)),
    ...groups.flatMap((list) => lines(list, true)),
    ...poetryGroups.flatMap((table) => tableRequirements(table).map((requirement) => make(requirement, true))),
  ];
}

function pipfileDependencies(view: RepositoryView, directory: string): PythonDependency[] {
  const file = joinPath(directory, 'Pipfile') ?? 'Pipfile';
  if (!view.tree.has(file)) return [];
  const document = asRecord(view.toml(file));
  const from = (table: unknown, development: boolean): PythonDependency[] =>
    tableRequirements(table).map((requirement) => ({
      ...requirement,
      development,
      evidence: evidenceAt(view, file, namePattern(requirement.name), `depends on ${requirement.name}`),
    }));
  return [...from(document['packages'], false), ...from(document['dev-packages'], true)];
}

/** Poetry and Pipfile tables: `name = "^1.0"` or `name = { version = …, extras = […], optional = true }`. */
function tableRequirements(table: unknown): Requirement[] {
  return Object.entries(asRecord(table)).flatMap(([key, value]) => {
    const name = normalizeName(key);
    if (name === 'python') return [];
    if (typeof value === 'string') return [{ name, extras: [], specifier: value === '*' ? '' : value }];
    const entry = asRecord(Array.isArray(value) ? value[0] : value);
    if (entry['optional'] === true) return [];
    const version = typeof entry['version'] === 'string' && entry['version'] !== '*' ? entry['version'] : '';
    const source = [entry['git'], entry['url'], entry['path']].find((item) => typeof item === 'string');
    return [
      { name, extras: asStrings(entry['extras']), specifier: version, ...(source === undefined ? {} : { source }) },
    ];
  });
}

/** `install_requires` of setup.py (a literal list) and setup.cfg. */
function setupDependencies(view: RepositoryView, directory: string): PythonDependency[] {
  return ['setup.py', 'setup.cfg'].flatMap((name) => {
    const file = joinPath(directory, name) ?? name;
    const text = view.read(file) ?? '';
    const body =
      name === 'setup.py'
        ? (/install_requires\s*=\s*\[([^\]]{0,8000})\]/.exec(text)?.[1] ?? '')
            .split(/['"]/)
            .filter((_, at) => at % 2 === 1)
        : (/^install_requires\s*=([^\n]*(?:\n[ \t]+[^\n]*)*)/m.exec(text)?.[1] ?? '').split('\n');
    return body
      .map(parseRequirement)
      .filter((requirement) => requirement !== undefined)
      .map((requirement) => ({
        ...requirement,
        development: false,
        evidence: evidenceAt(view, file, namePattern(requirement.name), `depends on ${requirement.name}`),
      }));
  });
}

/** Matches the name as written, whichever separators it uses. */
function namePattern(name: string): RegExp {
  return new RegExp(
    `(?:^|[^A-Za-z0-9_-])${name.replace(/[^a-z0-9-]/g, '').replace(/-/g, '[-_.]')}(?:[^A-Za-z0-9_-]|$)`,
    'i',
  );
}
