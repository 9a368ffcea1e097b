import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { WebFacts } from './describe-project.js';
import { djangoRoutes } from './django-routes.js';
import { chooseHealthRoute } from './health-route.js';
import type { Route } from './health-route.js';
import { findApplications } from './python-application.js';
import type { PythonApplication } from './python-application.js';
import { findMetricsPath } from './python-commands.js';
import type { DjangoProject } from './python-django.js';
import { pythonEnvironmentReads } from './python-environment.js';
import { findPythonMigrations } from './python-migrations.js';
import { shellWord } from './python-package-manager.js';
import { findPythonPort } from './python-port.js';
import { findDependency } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { decoratedRoutes } from './python-routes.js';
import { buildServerStart, procfileStart, targetOf } from './python-server.js';
import type { PythonStart } from './python-server.js';
import type { PythonTraits } from './python-traits.js';

/** What serves HTTP in a project: Django, else the likeliest application object; undefined when there is none. */
export function describeWeb(project: PythonProject, django: DjangoProject | undefined): WebFacts | undefined {
  if (django !== undefined && findDependency(project, 'django') !== undefined) return describeDjango(project, django);
  const [application] = findApplications(project);
  return application === undefined ? undefined : describeApplication(project, application);
}

function describeDjango(project: PythonProject, django: DjangoProject): WebFacts {
  const { port } = findPythonPort(project, 8000);
  const useAsgi = django.asgi !== undefined && usesAsgi(project, django);
  const module = (useAsgi ? django.asgi : django.wsgi) ?? django.asgi ?? 'wsgi';
  const kind = module === django.wsgi ? 'wsgi' : 'asgi';
  const target = `${module}:application`;
  const start = buildServerStart(project, {
    interface: kind,
    target,
    factory: false,
    root: django.root,
    port,
    evidence: django.manage,
  });
  const anchor = project.sources.find((source) => source.file === django.manage.file);
  const routes = djangoRoutes(project, django.rootUrls, anchor);
  const manage = shellWord(django.root === '.' ? 'manage.py' : `${django.root}/manage.py`);
  const traits: PythonTraits = {
    [kind]: target,
    ...serverTraits(start),
    ...(django.root === '.' ? {} : { djangoRoot: django.root, pythonPath: django.root }),
    ...(django.settingsModule === undefined ? {} : { djangoSettings: django.settingsModule }),
    ...(django.staticRoot === undefined ? {} : { collectStatic: 'true' }),
    ...(django.usesWhitenoise ? { whitenoise: 'true' } : {}),
    ...buildEnvironment(project, django),
  };
  return {
    framework: 'django',
    ...webFacts(project, start, routes, port),
    ...(django.staticRoot === undefined
      ? {}
      : { build: `python ${manage} collectstatic --noinput${django.settingsOption}` }),
    ...migrationFacts(project, django, undefined),
    traits,
    evidence: [django.manage, ...start.evidence],
    notes: [...start.notes, ...djangoNotes(project, django, traits)],
  };
}

/** ASGI where the project has a server for it, or channels; WSGI otherwise. */
function usesAsgi(project: PythonProject, django: DjangoProject): boolean {
  if (findDependency(project, 'channels', 'daphne', 'uvicorn', 'hypercorn') === undefined) return false;
  return (
    django.wsgi === undefined ||
    findDependency(project, 'channels', 'daphne') !== undefined ||
    findDependency(project, 'gunicorn') === undefined
  );
}

/** Variables without which the settings module does not load. */
function buildEnvironment(project: PythonProject, django: DjangoProject): Pick<PythonTraits, 'buildEnvironment'> {
  const files = new Set(django.settings.map((source) => source.file));
  const names = pythonEnvironmentReads(project)
    .filter((read) => read.required === true && read.default === undefined && files.has(read.evidence.file))
    .map((read) => read.name);
  return names.length === 0 ? {} : { buildEnvironment: [...new Set(names)].sort().join(' ') };
}

function djangoNotes(project: PythonProject, django: DjangoProject, traits: PythonTraits): AnalysisNote[] {
  const notes: AnalysisNote[] = [];
  const place = project.directory === '.' ? 'The Django project' : `The Django project in ${project.directory}`;
  if (django.staticRoot !== undefined && traits.buildEnvironment !== undefined) {
    notes.push({
      code: 'build-environment',
      message: `${place} reads ${traits.buildEnvironment.split(' ').join(', ')} when its settings load: collectstatic needs placeholders at build time.`,
      evidence: [django.staticRoot],
    });
  }
  if (django.staticRoot !== undefined && !django.usesWhitenoise) {
    notes.push({
      code: 'static-files-unserved',
      message: `${place} collects static files and has nothing that serves them in production (no whitenoise): add it, or serve STATIC_ROOT from a web server.`,
      evidence: [django.staticRoot],
    });
  }
  return notes;
}

function describeApplication(project: PythonProject, application: PythonApplication): WebFacts {
  const found = findPythonPort(project, 8000);
  const kind = application.interface;
  const procfile = procfileStart(project, found.port);
  const target = targetOf(application);
  const start: PythonStart =
    kind === 'script'
      ? (procfile ?? { command: `sanic ${target} --host=0.0.0.0 --port=${found.port}`, evidence: [], notes: [] })
      : buildServerStart(project, {
          interface: kind,
          target,
          factory: application.factory,
          root: application.module.root,
          port: found.port,
          evidence: application.evidence,
        });
  const routes = decoratedRoutes(project);
  const { root } = application.module;
  const traits: PythonTraits = {
    ...(kind === 'wsgi' ? { wsgi: target } : { asgi: target }),
    ...(application.factory ? { factory: 'true' } : {}),
    ...serverTraits(start),
    ...(root === '.' ? {} : { pythonPath: root }),
  };
  const portEvidence = found.evidence === undefined ? [] : [found.evidence];
  return {
    framework: application.framework,
    ...webFacts(project, start, routes, found.port),
    ...migrationFacts(project, undefined, application),
    traits,
    evidence: [
      application.evidence,
      ...start.evidence.filter((item) => item !== application.evidence),
      ...portEvidence,
    ],
    notes: [...start.notes, ...findPythonMigrations(project, undefined, application).notes],
  };
}

function webFacts(
  project: PythonProject,
  start: PythonStart,
  routes: readonly Route[],
  port: number,
): Partial<WebFacts> {
  const health = chooseHealthRoute(routes);
  const metricsPath = findMetricsPath(
    project,
    routes.map((route) => route.path),
  );
  return {
    start: start.command,
    port,
    bindAddress: /127\.0\.0\.1|localhost/.test(start.command) ? '127.0.0.1' : '0.0.0.0',
    ...(health === undefined ? {} : { healthPath: health.path }),
    ...(metricsPath === undefined ? {} : { metricsPath }),
  };
}

function serverTraits(start: PythonStart): PythonTraits {
  return {
    ...(start.server === undefined ? {} : { server: start.server }),
    ...(start.missing === undefined
      ? {}
      : { serverMissing: start.missing.server, serverRequirement: start.missing.requirement }),
  };
}

function migrationFacts(
  project: PythonProject,
  django: DjangoProject | undefined,
  application: PythonApplication | undefined,
): Pick<WebFacts, 'migrations'> {
  const { migrations } = findPythonMigrations(project, django, application);
  return migrations === undefined ? {} : { migrations };
}
