import type { Evidence } from '@devops-orchestrator/contracts';
import { directoryName } from '../../repository-view.js';
import { resolveImport } from './python-modules.js';
import { findDependency, matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource } from './python-project.js';
import { asText } from './unknown-values.js';

/** What a Django project says about itself. */
export interface DjangoProject {
  /** Directory of manage.py, relative to the project; '.' for the project itself. */
  root: string;
  manage: Evidence;
  /** `shop.settings`, as manage.py names it. */
  settingsModule?: string;
  /** `--settings shop.settings.production` for commands of manage.py, where it names others by itself; else empty. */
  settingsOption: string;
  settings: readonly PythonSource[];
  /** `shop.wsgi`, when the file exists. */
  wsgi?: string;
  asgi?: string;
  rootUrls?: string;
  /** Where `STATIC_ROOT` is set. */
  staticRoot?: Evidence;
  usesWhitenoise: boolean;
  /** Database engines that settings name: postgresql, sqlite3, mysql, … */
  engines: readonly { engine: string; evidence: Evidence }[];
}

/** Reads manage.py, the settings it names, and the server modules beside them; undefined when there is no manage.py. */
export function readDjangoProject(project: PythonProject): DjangoProject | undefined {
  const manage = project.sources
    .filter((source) => /(?:^|\/)manage\.py$/.test(source.path))
    .filter((source) => source.statements.some((statement) => /\bdjango\b|DJANGO_SETTINGS_MODULE/.test(statement.text)))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))[0];
  if (manage === undefined) return undefined;
  const root = directoryName(manage.path);
  const settingsModule = settingsModuleOf(project, manage);
  const settings = settingsSources(project, manage, settingsModule);
  const wsgi = serverModule(project, root, 'wsgi');
  const asgi = serverModule(project, root, 'asgi');
  const rootUrls = valueOf(project, /^\s*ROOT_URLCONF\s*=\s*["']([\w.]{1,200})["']/);
  const staticRoot = matchStatements(project, /^\s*STATIC_ROOT\s*(?::\s*[\w.]+\s*)?=/).find(({ source }) =>
    settings.includes(source),
  );
  return {
    root,
    manage: { file: manage.file, line: 1, reason: 'Django management commands' },
    ...(settingsModule === undefined ? {} : { settingsModule }),
    settingsOption:
      settingsModule === undefined || namedSettings(manage) === settingsModule ? '' : ` --settings ${settingsModule}`,
    settings,
    ...(wsgi === undefined ? {} : { wsgi }),
    ...(asgi === undefined ? {} : { asgi }),
    ...(rootUrls === undefined ? {} : { rootUrls }),
    ...(staticRoot === undefined
      ? {}
      : { staticRoot: statementEvidence(staticRoot, 'static files are collected here') }),
    usesWhitenoise: findDependency(project, 'whitenoise') !== undefined,
    engines: enginesOf(settings),
  };
}

/** Production settings where the project has several: wsgi.py names them, else manage.py. */
function settingsModuleOf(project: PythonProject, manage: PythonSource): string | undefined {
  const server = project.sources.filter((source) => /(?:^|\/)[wa]sgi\.py$/.test(source.path));
  for (const source of [...server, manage]) {
    const found = namedSettings(source);
    if (found !== undefined) return productionVariant(project, manage, found);
  }
  return undefined;
}

/** The settings module that a file falls back to. */
function namedSettings(source: PythonSource): string | undefined {
  const pattern = /DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*(?:=\s*)?["']([\w.]{1,200})["']/;
  for (const statement of source.statements) {
    const found = pattern.exec(statement.text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `shop.settings.local` gives way to `shop.settings.production` when that exists. */
function productionVariant(project: PythonProject, manage: PythonSource, module: string): string {
  if (!/\.(?:local|dev|development|base)$/.test(module)) return module;
  const parent = module.slice(0, module.lastIndexOf('.'));
  return (
    ['production', 'prod']
      .map((name) => `${parent}.${name}`)
      .find((name) => resolveImport(project, manage, name) !== undefined) ?? module
  );
}

function settingsSources(project: PythonProject, manage: PythonSource, module: string | undefined): PythonSource[] {
  const main = module === undefined ? undefined : resolveImport(project, manage, module);
  const nearby = project.sources.filter(
    (source) =>
      /(?:^|\/)settings(?:\.py$|\/)/.test(source.path) && !/(?:test|local|dev|development|ci)\.py$/.test(source.path),
  );
  return [...new Set([...(main === undefined ? [] : [main]), ...nearby])];
}

function serverModule(project: PythonProject, root: string, name: string): string | undefined {
  const prefix = root === '.' ? '' : `${root}/`;
  const found = project.sources
    .filter((source) => source.path.startsWith(prefix) && source.path.endsWith(`/${name}.py`))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))[0];
  return found?.path.slice(prefix.length).replace(/\.py$/, '').replaceAll('/', '.');
}

function valueOf(project: PythonProject, pattern: RegExp): string | undefined {
  return asText(matchStatements(project, pattern)[0]?.groups[0]);
}

function enginesOf(settings: readonly PythonSource[]): DjangoProject['engines'] {
  const known =
    /["'](?:django\.db\.backends\.|django\.contrib\.gis\.db\.backends\.|django_prometheus\.db\.backends\.|mssql|djongo)(\w*)["']/g;
  return settings.flatMap((source) =>
    source.statements.flatMap((statement) =>
      [...statement.text.matchAll(known)].map((match) => ({
        engine: match[1] === '' ? match[0].replace(/["']/g, '') : (match[1] ?? ''),
        evidence: statementEvidence({ source, statement }, `database engine ${match[1] ?? ''}`),
      })),
    ),
  );
}
