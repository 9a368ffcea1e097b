import type { Component } from '@devops-orchestrator/contracts';
import { composeCapability } from '../compose/compose.capability.js';
import { exampleAnalysis, exampleComponent, exampleInput } from '../delivery-model/example-model.js';
import { containerImageCapability } from './container-image.capability.js';

const seen = [{ file: 'main.go', line: 1, reason: 'example' }];

function inputOf(component: Component, files: Record<string, string> = {}) {
  const services = component.services.map((kind) => ({ kind, usedBy: [component.id], evidence: seen }));
  return exampleInput({ analysis: { ...exampleAnalysis(), components: [component], services }, files });
}

function fileOf(component: Component, path: string, files: Record<string, string> = {}): string {
  const input = inputOf(component, files);
  const contributions = [...containerImageCapability.contribute(input), ...composeCapability.contribute(input)];
  const steps = contributions.flatMap(({ steps }) => steps);
  return steps.flatMap((step) => (step.kind === 'file' && step.path === path ? [step.content] : []))[0] ?? '';
}

function commandsOf(component: Component): string {
  const checks = containerImageCapability.contribute(inputOf(component)).flatMap((contribution) => contribution.checks);
  return checks.map(({ command }) => command).join('\n');
}

const python = exampleComponent({
  id: 'shop',
  language: 'python',
  framework: 'django',
  packageManager: 'pip',
  start: 'gunicorn --bind 0.0.0.0:8000 shop.wsgi:application',
  port: 8000,
  services: [],
  environment: [],
});
const go = exampleComponent({
  id: 'api',
  language: 'go',
  packageManager: 'go',
  start: './bin/api',
  port: 8080,
  services: [],
  environment: [],
});

describe('images of Python servers', () => {
  const sqlite = { ...python, dataDirectories: ['.'], traits: { sqliteFiles: 'db.sqlite3' } };

  it('keeps a database that lies among the code in a volume, behind a link', () => {
    const dockerfile = fileOf(sqlite, 'Dockerfile');
    expect(dockerfile).toContain('ln -sf sqlite-data/db.sqlite3 db.sqlite3');
    expect(dockerfile).not.toContain('mv db.sqlite3');
    expect(fileOf(sqlite, 'compose.yaml')).toContain('shop-sqlite-data:/app/sqlite-data');
  });

  it('starts the volume with the database that the repository holds', () => {
    expect(fileOf(sqlite, 'Dockerfile', { 'db.sqlite3': '' })).toContain('mv db.sqlite3 sqlite-data/db.sqlite3');
  });

  it('mounts no folder of links into an image of the user’s', () => {
    expect(fileOf(sqlite, 'compose.yaml', { Dockerfile: 'FROM python:3.13-slim-trixie\n' })).not.toContain(
      'sqlite-data',
    );
  });

  it('never mounts a volume over code', () => {
    const nested = { ...python, dataDirectories: ['src'], traits: { sqliteFiles: 'src/db.sqlite3' } };
    expect(fileOf(nested, 'Dockerfile')).toContain('ln -sf ../sqlite-data/src-db.sqlite3 src/db.sqlite3');
    expect(fileOf(nested, 'compose.yaml')).not.toContain(':/app/src');
  });

  it.each([
    ['django', 'sys.exit(c.getresponse().status > 400)', '=~ ^([23]..|400)$'],
    ['flask', 'sys.exit(c.getresponse().status >= 400)', '--fail --location'],
  ])('takes what a live %s answers for health', (framework, probe, check) => {
    const component = { ...python, framework, healthPath: '/health/' };
    expect(fileOf(component, 'Dockerfile')).toContain(probe);
    expect(commandsOf(component)).toContain(check);
  });
});

describe('pipenv', () => {
  it('locks in the environment that it fills where there is no lock file', () => {
    const dockerfile = fileOf({ ...python, packageManager: 'pipenv' }, 'Dockerfile', { Pipfile: '[packages]\n' });
    expect(dockerfile).toContain('pipenv --python /opt/venv/bin/python lock');
  });
});

describe('settings of Django', () => {
  it('are those of production for every command, not those that manage.py names', () => {
    const build = 'python manage.py collectstatic --noinput';
    const dockerfile = fileOf(
      { ...python, build, traits: { djangoSettings: 'shop.settings.production' } },
      'Dockerfile',
    );
    expect(dockerfile).toContain('ENV DJANGO_SETTINGS_MODULE=shop.settings.production');
    expect(dockerfile).toContain('DJANGO_SETTINGS_MODULE=shop.settings.production python manage.py collectstatic');
  });
});

describe('collectstatic', () => {
  it('gets a value of the right kind for everything that the settings insist on', () => {
    const component = {
      ...python,
      build: 'python manage.py collectstatic --noinput',
      services: ['postgres'],
      environment: ['ALLOWED_HOSTS', 'DEBUG', 'POSTGRES_DB'].map((name) => ({ name, secret: false, evidence: seen })),
      traits: { buildEnvironment: 'ALLOWED_HOSTS DEBUG EMAIL_PORT POSTGRES_DB' },
    };
    const dockerfile = fileOf(component, 'Dockerfile');
    expect(dockerfile).toContain(
      'RUN ALLOWED_HOSTS=placeholder,127.0.0.1,shop DEBUG=False EMAIL_PORT=1 PGPASSWORD=placeholder POSTGRES_DB=placeholder ',
    );
  });
});

describe('images of Go programs', () => {
  it('builds a module of a workspace in its own directory', () => {
    const workspace = { root: '.', packageName: 'example.com/api', internalDependencies: [], members: ['api', 'lib'] };
    const dockerfile = fileOf({ ...go, path: 'api', workspace }, 'api/Dockerfile', { 'go.work': 'go 1.26\n' });
    expect(dockerfile).toMatch(/WORKDIR \/src\/api\nRUN .*go build/);
  });

  it('starts with the arguments without which it does not serve', () => {
    expect(fileOf({ ...go, traits: { arguments: 'serve' } }, 'Dockerfile')).toContain('CMD ["/app/api","serve"]');
  });

  it('asks a gRPC server in its own protocol', () => {
    expect(commandsOf({ ...go, framework: 'grpc' })).toContain('--http2-prior-knowledge');
  });

  it('takes the folders along that the program opens', () => {
    const component = { ...go, traits: { runtimeFiles: 'pages' } };
    expect(fileOf(component, 'Dockerfile', { 'pages/index.html': '' })).toContain(
      'cp --parents --recursive pages /out/',
    );
  });

  const url = { name: 'DATABASE_URL', secret: true, evidence: seen };
  it.each([
    ['golang-migrate', 'migrate -path migrations -database "$DATABASE_URL" up', '/app/bin/migrate', 'cmd/migrate@'],
    ['goose', 'goose -dir migrations up', '/app/bin/goose', 'cmd/goose@'],
  ])('builds the migration tool %s into the image and runs it', (tool, command, program, source) => {
    const component = {
      ...go,
      services: ['postgres'],
      environment: [url],
      migrations: { tool, command, evidence: seen },
    };
    expect(fileOf(component, 'Dockerfile')).toContain(source);
    expect(fileOf(component, 'compose.yaml')).toContain(program);
  });

  it('runs no migration whose tool gets no address', () => {
    const migrations = { tool: 'goose', command: 'goose -dir migrations up', evidence: seen };
    expect(fileOf({ ...go, services: ['postgres'], migrations }, 'compose.yaml')).not.toContain('api-migrate');
  });
});

describe('connection of SQLAlchemy', () => {
  it('names the driver that is installed', () => {
    const url = { name: 'DATABASE_URL', secret: true, evidence: seen };
    const component = { ...python, framework: 'flask', services: ['postgres'], environment: [url] };
    const files = { 'requirements.txt': 'flask-sqlalchemy\npsycopg2-binary\n' };
    expect(fileOf(component, 'compose.yaml', files)).toContain('DATABASE_URL: postgresql+psycopg2://');
  });
});
