import type { Component, EnvironmentVariable, FileTree } from '@devops-orchestrator/contracts';
import type { ServiceInstance } from './delivery-model.js';
import type { ConnectionPart } from './connection-variable.js';
import { serviceTable } from './service-table.js';

/** Names of the server variables that hold a service's credentials. */
export interface ServiceCredentials {
  user?: string;
  password?: string;
  database?: string;
}

/** What the code or its examples show about the form of a connection string. */
export interface ConnectionForm {
  /** `postgresql+asyncpg`, `redis`; absent when nothing shows one. */
  scheme?: string;
  /** What follows the host: `/1`, `/shop?schema=public`. */
  rest?: string;
  style: 'uri' | 'go-mysql' | 'keywords';
}

const defaultSchemes: Readonly<Record<string, string>> = {
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  mongodb: 'mongodb',
  redis: 'redis',
  rabbitmq: 'amqp',
  memcached: 'memcached',
};
const schemeKinds: readonly [RegExp, readonly string[]][] = [
  [/^postgres(ql)?(\+[a-z0-9]+)?$/, ['postgres']],
  [/^(mysql|mariadb)(\+[a-z0-9]+)?$/, ['mysql', 'mariadb']],
  [/^mongodb$/, ['mongodb']],
  [/^rediss?$/, ['redis']],
  [/^amqps?$/, ['rabbitmq']],
  [/^memcached?$/, ['memcached']],
];
const examplesOfEnvironment = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example'];

/** Kind of service, among those used, that a URL of this scheme reaches. */
export function kindOfScheme(scheme: string, used: readonly string[]): string | undefined {
  const kinds = schemeKinds.find(([pattern]) => pattern.test(scheme.toLowerCase()))?.[1] ?? [];
  return kinds.find((kind) => used.includes(kind));
}

/** Reads the form of a variable's value from its default, the user's example files and the lines that read it. */
export function readConnectionForm(
  variable: EnvironmentVariable,
  kind: string,
  component: Component,
  files: FileTree,
): ConnectionForm {
  for (const text of valueTexts(variable, component, files)) {
    const form = formOf(text, kind);
    if (form !== undefined) return form;
  }
  const driver = component.language === 'python' ? pythonDriver(kind, component, files) : undefined;
  if (driver !== undefined) return { scheme: driver, style: 'uri' };
  return { style: component.language === 'go' && kind.startsWith('m') && kind !== 'mongodb' ? 'go-mysql' : 'uri' };
}

/** Value of one part of a connection to a service, with `${NAME}` for credentials; undefined when the service has no such part. */
export function connectionValue(
  part: ConnectionPart,
  service: ServiceInstance,
  credentials: ServiceCredentials,
  form: ConnectionForm,
  language: string,
): string | undefined {
  switch (part) {
    case 'host':
      return service.name;
    case 'port':
      return String(service.port);
    case 'address':
      return `${service.name}:${String(service.port)}`;
    case 'user':
      return reference(credentials.user);
    case 'password':
      return reference(credentials.password);
    case 'database':
      return service.kind === 'redis' ? '0' : reference(credentials.database);
    case 'url':
      return connectionUrl(service, credentials, form, language);
  }
}

function connectionUrl(
  service: ServiceInstance,
  credentials: ServiceCredentials,
  form: ConnectionForm,
  language: string,
): string {
  const user = reference(credentials.user) ?? '';
  const password = reference(credentials.password) ?? '';
  const database = reference(credentials.database) ?? '';
  const address = `${service.name}:${String(service.port)}`;
  if (form.style === 'go-mysql') return `${user}:${password}@tcp(${address})/${database}?parseTime=true`;
  if (form.style === 'keywords') {
    return `host=${service.name} port=${String(service.port)} user=${user} password=${password} dbname=${database} sslmode=disable`;
  }
  if (service.kind === 'kafka') return address;
  const account = password === '' ? '' : `${user}:${password}@`;
  const scheme = form.scheme ?? defaultSchemes[service.kind] ?? service.kind;
  return `${scheme}://${account}${address}${pathOf(service.kind, database, form, language)}`;
}

function pathOf(kind: string, database: string, form: ConnectionForm, language: string): string {
  const query = /\?[A-Za-z0-9_=&.-]+$/.exec(form.rest ?? '')?.[0] ?? '';
  // A server in compose speaks no TLS: a query that asks for it would fail, and Go's drivers ask by default.
  const kept = /ssl|tls/i.test(query) ? '' : query;
  switch (kind) {
    case 'postgres':
      return `/${database}${kept === '' && language === 'go' ? '?sslmode=disable' : kept}`;
    case 'mongodb':
      return `/${database}?authSource=admin`;
    case 'redis':
      return /^\/\d{1,2}$/.exec(form.rest ?? '')?.[0] ?? '';
    case 'rabbitmq':
      return '/';
    case 'memcached':
      return '';
    default:
      return `/${database}${kept}`;
  }
}

function reference(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `\${${name}}`;
}

function valueTexts(variable: EnvironmentVariable, component: Component, files: FileTree): string[] {
  const texts = variable.default === undefined ? [] : [variable.default];
  const prefix = component.path === '.' ? '' : `${component.path}/`;
  for (const path of [...examplesOfEnvironment.map((name) => prefix + name), ...examplesOfEnvironment]) {
    const line = (files.read(path) ?? '')
      .split('\n')
      .find((text) => text.replace(/^\s*(export\s+)?/, '').startsWith(`${variable.name}=`));
    if (line !== undefined) texts.push(line.slice(line.indexOf('=') + 1));
  }
  for (const { file, line } of variable.evidence) {
    const lines = (files.read(file) ?? '').split('\n').slice(line - 1, line + 3);
    texts.push(lines.join('\n').slice(0, 2000));
  }
  return texts;
}

function formOf(text: string, kind: string): ConnectionForm | undefined {
  const url = /\b([a-z][a-z0-9+]{1,30}):\/\/[^\s"'`/?#]*([^\s"'`#,)}]*)/i.exec(text);
  if (url?.[1] !== undefined && kindOfScheme(url[1], [kind]) !== undefined) {
    // The server in compose speaks no TLS.
    const scheme = url[1].toLowerCase().replace(/^(redis|amqp)s$/, '$1');
    return { scheme, rest: url[2] ?? '', style: 'uri' };
  }
  if (/@tcp\(/.test(text)) return { style: 'go-mysql' };
  if (kind === 'postgres' && /\bhost=\S/.test(text) && /\b(user|dbname)=/.test(text)) return { style: 'keywords' };
  return undefined;
}

/** SQLAlchemy takes the driver from the URL: the one the project installs, where it is not SQLAlchemy's own default. */
function pythonDriver(kind: string, component: Component, files: FileTree): string | undefined {
  const prefix = component.path === '.' ? '' : `${component.path}/`;
  const manifests = [
    'requirements.txt',
    'pyproject.toml',
    'Pipfile',
    'requirements/base.txt',
    'requirements/production.txt',
  ]
    .map((name) => files.read(prefix + name) ?? '')
    .join('\n')
    .toLowerCase();
  if (!/\b(sqlalchemy|sqlmodel)\b/.test(manifests)) return undefined;
  if (kind === 'postgres') {
    if (/\basyncpg\b/.test(manifests)) return 'postgresql+asyncpg';
    // The driver that a URL without one means changed with SQLAlchemy 2.1, from psycopg2 to psycopg.
    if (/\bpsycopg2/.test(manifests)) return 'postgresql+psycopg2';
    return /\bpsycopg\b/.test(manifests) ? 'postgresql+psycopg' : undefined;
  }
  if (kind !== 'mysql' && kind !== 'mariadb') return undefined;
  const driver = ['aiomysql', 'asyncmy', 'pymysql'].find((name) => new RegExp(`\\b${name}\\b`).test(manifests));
  return driver === undefined ? undefined : `mysql+${driver}`;
}

/** Credentials of a service as its definition names them. */
export function credentialsOf(service: ServiceInstance): ServiceCredentials {
  const named = serviceTable[service.kind]?.credentials;
  if (named !== undefined) return named;
  const password = service.environment.find((variable) => variable.secret)?.name;
  return password === undefined ? {} : { password };
}
