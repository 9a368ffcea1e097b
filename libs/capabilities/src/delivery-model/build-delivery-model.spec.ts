import type { Component } from '@devops-orchestrator/contracts';
import { exampleAnalysis, exampleComponent, exampleInput } from './example-model.js';

const seen = [{ file: 'src/main.ts', line: 7, reason: 'example' }];

function modelOf(components: readonly Component[], files: Record<string, string> = {}, intent = {}) {
  const kinds = [...new Set(components.flatMap((component) => component.services))];
  const services = kinds.map((kind) => ({
    kind,
    usedBy: components.filter((component) => component.services.includes(kind)).map((component) => component.id),
    evidence: seen,
  }));
  const analysis = { ...exampleAnalysis(), components: [...components], services };
  return exampleInput({ analysis, files, intent }).model;
}

function variable(name: string, more = {}) {
  return { name, secret: false, evidence: seen, ...more };
}

function valueOf(component: Component, name: string, files: Record<string, string> = {}): string | undefined {
  return modelOf([component], files).components[0]?.environment.find((entry) => entry.name === name)?.value;
}

describe('buildDeliveryModel', () => {
  it('gives each component a host port of its own, from the container port upward', () => {
    const model = modelOf([
      exampleComponent({ id: 'a', path: 'a', port: 3000 }),
      exampleComponent({ id: 'b', path: 'b', port: 3000 }),
      exampleComponent({ id: 'c', path: 'c', kind: 'static' }),
    ]);
    expect(model.components.map(({ port, hostPort }) => [port, hostPort])).toEqual([
      [3000, 3000],
      [3000, 3001],
      [8080, 8080],
    ]);
  });

  it('leaves libraries, command-line tools and languages without a recipe alone', () => {
    const model = modelOf([
      exampleComponent({ id: 'app', path: 'app' }),
      exampleComponent({ id: 'lib', path: 'lib', kind: 'library' }),
      exampleComponent({ id: 'cli', path: 'cli', kind: 'cli' }),
      exampleComponent({ id: 'old', path: 'old', language: 'cobol' }),
    ]);
    expect(model.components.map(({ name }) => name)).toEqual(['app']);
  });

  it('keeps a Dockerfile of the user, with its port and the context that its COPY lines need', () => {
    const files = { 'svc/Dockerfile': 'FROM ruby:3.4\nCOPY svc/app.rb ./\nEXPOSE 4567\n', 'svc/app.rb': '' };
    const model = modelOf([exampleComponent({ id: 'svc', path: 'svc', language: 'ruby' })], files);
    expect(model.components[0]).toMatchObject({
      dockerfile: 'svc/Dockerfile',
      dockerfileKept: true,
      context: '.',
      port: 4567,
    });
  });

  it('runs the worker of a package from the image of its server', () => {
    const model = modelOf([
      exampleComponent({ id: 'shop', language: 'python', port: 8000 }),
      exampleComponent({ id: 'shop-worker', language: 'python', kind: 'worker' }),
    ]);
    expect(model.components.map(({ dockerfile, image, sharesImageOf }) => [dockerfile, image, sharesImageOf])).toEqual([
      ['Dockerfile', 'shop-shop', undefined],
      ['Dockerfile', 'shop-shop', 'shop'],
    ]);
  });

  it('limits itself to the components that the request names', () => {
    const model = modelOf(
      [exampleComponent({ id: 'a', path: 'a' }), exampleComponent({ id: 'b', path: 'b' })],
      {},
      { components: ['b'] },
    );
    expect(model.components.map(({ name }) => name)).toEqual(['b']);
  });

  it.each([
    [
      'DATABASE_URL',
      'postgres',
      'typescript',
      '',
      'postgresql://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}',
    ],
    [
      'DATABASE_URL',
      'postgres',
      'python',
      'DATABASE_URL=postgresql+asyncpg://u:p@localhost/x',
      'postgresql+asyncpg://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}',
    ],
    [
      'DATABASE_URL',
      'postgres',
      'go',
      '',
      'postgresql://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}?sslmode=disable',
    ],
    [
      'DATABASE_URL',
      'postgres',
      'typescript',
      'DATABASE_URL="postgres://u@h/x?schema=public"',
      'postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}?schema=public',
    ],
    ['POSTGRES_HOST', 'postgres', 'typescript', '', 'postgres'],
    ['DB_PASS', 'postgres', 'typescript', '', '${POSTGRES_PASSWORD}'],
    ['DB_NAME', 'mariadb', 'python', '', '${MARIADB_DATABASE}'],
    ['PGPORT', 'postgres', 'typescript', '', '5432'],
    ['REDIS_HOST', 'redis', 'typescript', '', 'redis'],
    [
      'CELERY_RESULT_BACKEND',
      'redis',
      'python',
      'CELERY_RESULT_BACKEND=redis://localhost:6379/1',
      'redis://:${REDIS_PASSWORD}@redis:6379/1',
    ],
    [
      'AMQP_URL',
      'rabbitmq',
      'typescript',
      '',
      'amqp://${RABBITMQ_DEFAULT_USER}:${RABBITMQ_DEFAULT_PASS}@rabbitmq:5672/',
    ],
    [
      'MONGO_URI',
      'mongodb',
      'typescript',
      '',
      'mongodb://${MONGO_INITDB_ROOT_USERNAME}:${MONGO_INITDB_ROOT_PASSWORD}@mongodb:27017/${MONGO_INITDB_DATABASE}?authSource=admin',
    ],
    ['KAFKA_BROKERS', 'kafka', 'typescript', '', 'kafka:9092'],
  ])('points %s of a component with %s (%s, %j) to the service', (name, kind, language, example, expected) => {
    const component = exampleComponent({ id: 'app', language, services: [kind], environment: [variable(name)] });
    expect(valueOf(component, name, { '.env.example': example })).toBe(expected);
  });

  it.each(['CACHE_KEY_NAME', 'QUEUE_NAME', 'REDIS_PREFIX', 'APP_NAME'])('takes %s for no connection', (name) => {
    const component = exampleComponent({ id: 'app', services: ['redis', 'rabbitmq'], environment: [variable(name)] });
    expect(valueOf(component, name)).toBeUndefined();
  });

  it('gives PG* to a client of PostgreSQL whose code names no variable', () => {
    const component = exampleComponent({ id: 'app', services: ['postgres'] });
    expect(valueOf(component, 'PGHOST')).toBe('postgres');
  });

  it('opens a server that binds to the loopback address', () => {
    const component = exampleComponent({
      id: 'app',
      port: 3000,
      environment: [variable('HOST', { default: '127.0.0.1' })],
    });
    expect(valueOf(component, 'HOST')).toBe('0.0.0.0');
  });

  it('requires secrets, and never makes up the address of someone else', () => {
    const environment = [variable('JWT_SECRET', { secret: true }), variable('SENTRY_DSN', { secret: true })];
    const [deployable] = modelOf([exampleComponent({ id: 'app', environment })]).components;
    expect(deployable?.environment.map(({ name, required }) => [name, required])).toEqual([
      ['JWT_SECRET', true],
      ['SENTRY_DSN', false],
    ]);
  });

  it('names services that compose cannot run as external, and SQLite as neither', () => {
    const model = modelOf([exampleComponent({ id: 'app', services: ['smtp', 'sqlite'], dataDirectories: ['data'] })]);
    expect([model.services, model.external]).toEqual([[], [{ kind: 'smtp', usedBy: ['app'] }]]);
    expect(model.components[0]?.volumes).toEqual([{ name: 'app-data', target: '/app/data' }]);
  });

  it('hands on what the development server hands on', () => {
    const files = { 'web/vite.config.ts': "export default { server: { proxy: { '/api': 'http://localhost:4000' } } }" };
    const model = modelOf(
      [
        exampleComponent({ id: 'api', path: 'api', port: 4000 }),
        exampleComponent({ id: 'web', path: 'web', kind: 'static' }),
      ],
      files,
    );
    expect(model.components[1]?.proxies).toEqual([{ prefix: '/api', component: 'api', port: 4000 }]);
  });

  it('keeps compose files of the user', () => {
    const model = modelOf([exampleComponent({ id: 'app' })], { 'docker-compose.yml': 'services: {}\n' });
    expect(model.compose).toEqual({ path: 'docker-compose.yml', kept: true });
  });
});
