import type { Evidence } from '@devops-orchestrator/contracts';
import { matchStatements, sourceText, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource, StatementMatch } from './python-project.js';
import { moduleOf } from './python-modules.js';
import type { PythonModule } from './python-modules.js';

export type PythonInterface = 'asgi' | 'wsgi' | 'script';

/** The object that a server runs, or the script that serves by itself. */
export interface PythonApplication {
  framework: string;
  interface: PythonInterface;
  module: PythonModule;
  source: PythonSource;
  /** Variable or factory function; absent for a script. */
  attribute?: string;
  /** True when `attribute` is a function that makes the application. */
  factory: boolean;
  evidence: Evidence;
}

interface FrameworkRule {
  framework: string;
  interface: PythonInterface;
  /** Class whose call makes the application. */
  constructors: string;
}

const frameworks: readonly FrameworkRule[] = [
  { framework: 'fastapi', interface: 'asgi', constructors: 'FastAPI|FastHTML|fast_app' },
  { framework: 'litestar', interface: 'asgi', constructors: 'Litestar' },
  { framework: 'starlette', interface: 'asgi', constructors: 'Starlette' },
  { framework: 'quart', interface: 'asgi', constructors: 'Quart' },
  { framework: 'blacksheep', interface: 'asgi', constructors: 'BlackSheep' },
  { framework: 'sanic', interface: 'script', constructors: 'Sanic' },
  { framework: 'flask', interface: 'wsgi', constructors: 'Flask|APIFlask|OpenAPI' },
  { framework: 'connexion', interface: 'asgi', constructors: 'FlaskApp|AsyncApp' },
  { framework: 'dash', interface: 'wsgi', constructors: 'Dash' },
  { framework: 'bottle', interface: 'wsgi', constructors: 'Bottle' },
  { framework: 'falcon', interface: 'wsgi', constructors: 'falcon\\.App|falcon\\.API' },
];

/** Finds the application objects of the project, the likeliest first; development and example files come last. */
export function findApplications(project: PythonProject): PythonApplication[] {
  const found = frameworks.flatMap((rule) => applicationsOf(project, rule));
  return found.sort((a, b) => rank(a) - rank(b) || (a.source.path < b.source.path ? -1 : 1));
}

function applicationsOf(project: PythonProject, rule: FrameworkRule): PythonApplication[] {
  const words = rule.constructors.split('|').map((word) => word.replace('\\.', '.'));
  if (!project.sources.some((source) => words.some((word) => sourceText(source).includes(word)))) return [];
  const constructor = `(?:[A-Za-z_]\\w*\\.)?(?:${rule.constructors})\\(`;
  const assignments = matchStatements(
    project,
    new RegExp(`^([ \\t]*)([A-Za-z_]\\w*)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*${constructor}`),
  );
  const returned = matchStatements(project, new RegExp(`^([ \\t]+)return\\s+${constructor}`));
  const top = assignments.filter((match) => match.groups[0] === '');
  const factories = [...assignments, ...returned]
    .filter((match) => match.groups[0] !== '')
    .map((match) => enclosingFunction(match))
    .filter((factory) => factory !== undefined);
  const instances = factories.flatMap((factory) => instancesOf(project, factory));
  const make = (match: StatementMatch, attribute: string, factory: boolean): PythonApplication => ({
    framework: rule.framework,
    interface: rule.framework === 'dash' ? 'wsgi' : rule.interface,
    module: moduleOf(project, match.source),
    source: match.source,
    attribute: rule.framework === 'dash' ? dashServer(match, attribute) : attribute,
    factory,
    evidence: statementEvidence(
      match,
      factory ? `${attribute}() makes the ${rule.framework} application` : `${rule.framework} application`,
    ),
  });
  return [
    ...top.map((match) => make(match, match.groups[1] ?? 'app', false)),
    ...instances.map((match) => make(match, match.groups[0] ?? 'app', false)),
    ...factories.filter((factory) => factory.callable).map((factory) => make(factory, factory.groups[0] ?? '', true)),
  ];
}

/** Dash serves the Flask application in `.server`: usually named at the top as `server = app.server`. */
function dashServer(match: StatementMatch, attribute: string): string {
  const named = match.source.statements
    .map((statement) => /^(\w+)\s*=\s*(\w+)\.server\s*$/.exec(statement.text))
    .find((found) => found?.[2] === attribute);
  return named?.[1] ?? `${attribute}.server`;
}

interface Factory extends StatementMatch {
  /** True when it can be called without arguments. */
  callable: boolean;
}

/** The top-level function around a statement. */
function enclosingFunction(match: StatementMatch): Factory | undefined {
  const at = match.source.statements.indexOf(match.statement);
  for (let index = at - 1; index >= 0; index -= 1) {
    const statement = match.source.statements[index];
    if (statement === undefined || statement.indent > 0) continue;
    const definition = /^(?:async\s+)?def\s+([A-Za-z_]\w*)\s*\((.*)$/.exec(statement.text);
    if (definition === null) return undefined;
    const [, name = '', rest = ''] = definition;
    return { source: match.source, statement, groups: [name], callable: !hasRequiredParameter(rest) };
  }
  return undefined;
}

function hasRequiredParameter(rest: string): boolean {
  const parameters = rest.slice(0, rest.includes(')') ? rest.lastIndexOf(')') : undefined);
  let depth = 0;
  let current = '';
  const list: string[] = [];
  for (const character of parameters) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) {
      list.push(current);
      current = '';
    } else current += character;
  }
  list.push(current);
  return list.map((item) => item.trim()).some((item) => item !== '' && !item.includes('=') && !/^[*/]/.test(item));
}

/** Module-level variables that hold what the factory makes: `app = create_app()`. */
function instancesOf(project: PythonProject, factory: Factory): StatementMatch[] {
  const name = factory.groups[0] ?? '';
  return matchStatements(
    project,
    new RegExp(`^([A-Za-z_]\\w*)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:[A-Za-z_]\\w*\\.)?${name}\\(`),
  );
}

/** Lower is likelier: objects before factories, `app` in `main.py` or `wsgi.py` near the top before anything deep. */
function rank(application: PythonApplication): number {
  const names = ['wsgi', 'asgi', 'main', 'app', 'application', 'server', 'api', '__init__', 'run', 'index'];
  const file = application.source.path.replace(/^.*\//, '').replace(/\.py$/, '');
  const name = names.indexOf(file);
  const depth = application.source.path.split('/').length;
  const attribute = ['app', 'application', 'api', 'server'].includes(application.attribute ?? '') ? 0 : 2;
  const aside = /(?:^|\/)(?:scripts?|tools?|dev|demo|mocks?|notebooks?|benchmarks?)\//.test(application.source.path)
    ? 100
    : 0;
  return (application.factory ? 8 : 0) + (name < 0 ? names.length : name) + depth * 3 + attribute * 4 + aside;
}
