import type { AnalysisNote, Migrations } from '@devops-orchestrator/contracts';
import { evidenceAt } from '../../repository-view.js';
import type { PythonApplication } from './python-application.js';
import { targetOf } from './python-server.js';
import type { DjangoProject } from './python-django.js';
import { findDependency, inProject } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { shellWord } from './python-package-manager.js';
import { asRecord } from './unknown-values.js';

export interface PythonMigrations {
  migrations?: Migrations;
  notes: AnalysisNote[];
}

/** Finds how the database schema is brought up to date, as one command that needs no questions answered. */
export function findPythonMigrations(
  project: PythonProject,
  django: DjangoProject | undefined,
  application: PythonApplication | undefined,
): PythonMigrations {
  if (django !== undefined) return { migrations: djangoMigrations(django), notes: [] };
  return (
    flaskMigrations(project, application) ?? alembicMigrations(project) ?? aerichMigrations(project) ?? { notes: [] }
  );
}

function djangoMigrations(django: DjangoProject): Migrations {
  const manage = django.root === '.' ? 'manage.py' : `${django.root}/manage.py`;
  return {
    tool: 'django',
    command: `python ${shellWord(manage)} migrate --noinput${django.settingsOption}`,
    evidence: [django.manage],
  };
}

function flaskMigrations(
  project: PythonProject,
  application: PythonApplication | undefined,
): PythonMigrations | undefined {
  const dependency = findDependency(project, 'flask-migrate');
  const environment = inProject(project, 'migrations/env.py');
  if (dependency === undefined || !project.view.tree.has(environment) || application === undefined) return undefined;
  const target = application.factory ? `${targetOf(application)}()` : targetOf(application);
  return {
    migrations: {
      tool: 'flask-migrate',
      command: `flask --app ${shellWord(target)} db upgrade`,
      evidence: [dependency.evidence, { file: environment, line: 1, reason: 'migration scripts' }],
    },
    notes: [],
  };
}

function alembicMigrations(project: PythonProject): PythonMigrations | undefined {
  const prefix = project.directory === '.' ? '' : `${project.directory}/`;
  const file = project.view.named('alembic.ini').find((path) => path.startsWith(prefix));
  const configuredInProject = asRecord(asRecord(project.pyproject['tool'])['alembic']);
  if (file === undefined && Object.keys(configuredInProject).length === 0) return undefined;
  const configuration = file ?? inProject(project, 'pyproject.toml');
  const evidence =
    file === undefined
      ? evidenceAt(project.view, configuration, '[tool.alembic]', 'configures Alembic')
      : evidenceAt(project.view, file, 'script_location', 'configures Alembic');
  const relative = configuration.slice(prefix.length);
  const option = file === undefined || relative === 'alembic.ini' ? '' : ` --config ${shellWord(relative)}`;
  if (findDependency(project, 'alembic', 'flask-migrate', 'flask-alembic') === undefined) {
    const message = `${configuration} configures Alembic, and no production dependency installs it: migrations cannot run in the image.`;
    return { notes: [{ code: 'migration-tool-missing', message, evidence: [evidence] }] };
  }
  return { migrations: { tool: 'alembic', command: `alembic${option} upgrade head`, evidence: [evidence] }, notes: [] };
}

function aerichMigrations(project: PythonProject): PythonMigrations | undefined {
  const dependency = findDependency(project, 'aerich');
  if (dependency === undefined || asRecord(project.pyproject['tool'])['aerich'] === undefined) return undefined;
  const evidence = evidenceAt(project.view, inProject(project, 'pyproject.toml'), '[tool.aerich]', 'configures Aerich');
  return { migrations: { tool: 'aerich', command: 'aerich upgrade', evidence: [evidence] }, notes: [] };
}
