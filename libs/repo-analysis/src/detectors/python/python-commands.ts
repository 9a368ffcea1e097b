import { shellWord } from './python-package-manager.js';
import { inProject, matchStatements } from './python-project.js';
import type { PythonProject } from './python-project.js';
import type { DjangoProject } from './python-django.js';
import { asRecord } from './unknown-values.js';

/** Test and lint commands that the project is set up for; absent where it is not. */
export function pythonCommands(
  project: PythonProject,
  django: DjangoProject | undefined,
): { test?: string; lint?: string } {
  const test = testCommand(project, django);
  const lint = lintCommand(project);
  return { ...(test === undefined ? {} : { test }), ...(lint === undefined ? {} : { lint }) };
}

function testCommand(project: PythonProject, django: DjangoProject | undefined): string | undefined {
  const { view, directory } = project;
  const prefix = directory === '.' ? '' : `${directory}/`;
  const tool = asRecord(project.pyproject['tool']);
  const tests = view
    .below(directory, ['.py'])
    .filter((path) =>
      /(?:^|\/)(?:test_[^/]*|[^/]*_test|tests)\.py$|(?:^|\/)tests?\/[^/]*\.py$/.test(path.slice(prefix.length)),
    );
  // pytest that finds no test fails.
  if (tests.length === 0) return undefined;
  const usesPytest =
    isDependency(project, 'pytest') ||
    isDependency(project, 'pytest-django') ||
    tool['pytest'] !== undefined ||
    view.tree.has(inProject(project, 'pytest.ini')) ||
    view.tree.has(inProject(project, 'conftest.py'));
  if (usesPytest) return 'pytest';
  if (django !== undefined)
    return `python ${shellWord(django.root === '.' ? 'manage.py' : `${django.root}/manage.py`)} test`;
  const text = tests.slice(0, 20).map((path) => view.read(path) ?? '');
  if (text.some((content) => /^[ \t]*(?:import|from)\s+pytest\b/m.test(content))) return 'pytest';
  return text.some((content) => /\bunittest\b/.test(content)) ? 'python -m unittest discover' : 'pytest';
}

function lintCommand(project: PythonProject): string | undefined {
  const tool = asRecord(project.pyproject['tool']);
  const exists = (name: string): boolean => project.view.tree.has(inProject(project, name));
  if (tool['ruff'] !== undefined || exists('ruff.toml') || exists('.ruff.toml') || isDependency(project, 'ruff'))
    return 'ruff check .';
  const setup = project.view.read(inProject(project, 'setup.cfg')) ?? '';
  if (exists('.flake8') || /^\[flake8\]/m.test(setup) || isDependency(project, 'flake8')) return 'flake8 .';
  if (exists('.pylintrc') || tool['pylint'] !== undefined) return 'pylint --recursive=y .';
  return undefined;
}

function isDependency(project: PythonProject, name: string): boolean {
  return project.dependencies.all.some((dependency) => dependency.name === name);
}

/** Path that serves Prometheus metrics, by library and code; the routes say it where they are decorated. */
export function findMetricsPath(project: PythonProject, routes: readonly string[]): string | undefined {
  const route = routes.find((path) => /^\/(?:[\w-]+\/)?metrics$/.test(path));
  if (route !== undefined) return route;
  const exposed = matchStatements(project, /\.expose\(\s*[^)]*\)?/)
    .filter(({ statement }) => /Instrumentator|instrumentator|app/.test(statement.text))
    .map(({ statement }) => /endpoint\s*=\s*["'](\/[\w/-]{1,100})["']/.exec(statement.text)?.[1] ?? '/metrics');
  if (exposed[0] !== undefined && usesDependency(project, 'prometheus-fastapi-instrumentator')) return exposed[0];
  if (matchStatements(project, /\bPrometheusMetrics\(/).length > 0) return '/metrics';
  const mounted = matchStatements(
    project,
    /\.mount\(\s*["'](\/[\w/-]{1,100})["']\s*,\s*(?:make_asgi_app|metrics_app)/,
  )[0];
  if (mounted !== undefined) return mounted.groups[0];
  const dispatched = matchStatements(project, /["'](\/metrics)["']\s*:\s*make_wsgi_app\(/)[0];
  return dispatched?.groups[0];
}

function usesDependency(project: PythonProject, name: string): boolean {
  return project.dependencies.all.some((dependency) => !dependency.development && dependency.name === name);
}
