import type { Component, EnvironmentVariable, FileTree } from '@devops-orchestrator/contracts';
import { connectionValue, credentialsOf, kindOfScheme, readConnectionForm } from './connection-value.js';
import { readConnectionVariable } from './connection-variable.js';
import type { ModelVariable, ServiceInstance } from './delivery-model.js';

export interface EnvironmentInput {
  component: Component;
  /** Port that the container listens on. */
  port: number | undefined;
  /** Instances that the component uses. */
  services: readonly ServiceInstance[];
  files: FileTree;
  /** Where other components are published: what `http://localhost:<port>` in a default means. */
  published: readonly { port: number; name: string; hostPort: number; kind: string }[];
}

const bindNames =
  /^(.*_)?(HOST|HOSTNAME|BIND|BIND_HOST|BIND_ADDR|BIND_ADDRESS|LISTEN|LISTEN_ADDR|LISTEN_ADDRESS|LISTEN_HOST|ADDR|ADDRESS)$/;
const loopback = /^(127\.0\.0\.1|localhost|\[?::1\]?)?(:\d+)?$/;
/** Set by the image or the platform, never by the user. */
const platformNames = new Set(['PATH', 'HOME', 'PWD', 'USER', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'CI', 'NODE_OPTIONS']);

/** Variables a component gets in compose and production, in name order. */
export function buildComponentEnvironment(input: EnvironmentInput): ModelVariable[] {
  const variables = input.component.environment
    .filter((variable) => !platformNames.has(variable.name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable.name))
    .map((variable) => modelVariable(variable, input));
  const names = new Set(variables.map((variable) => variable.name));
  const added = [...portVariable(input), ...libpqVariables(input, variables)].filter(({ name }) => !names.has(name));
  return [...variables, ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function modelVariable(variable: EnvironmentVariable, input: EnvironmentInput): ModelVariable {
  const base = {
    name: variable.name,
    secret: variable.secret,
    required: false,
    description: describe(variable),
    buildTime: variable.buildTime ?? false,
  };
  const value = fixedValue(variable, input);
  if (value !== undefined) return { ...base, value };
  const hosts = allowedHosts(variable, input);
  if (hosts !== undefined) return { ...base, ...hosts };
  if (variable.secret) return { ...base, required: variable.required ?? !isAddressOfElsewhere(variable.name) };
  const fallback = offeredDefault(variable, input);
  if (fallback !== undefined) return { ...base, default: fallback };
  return { ...base, required: variable.required === true && !base.buildTime };
}

/** Health checks, other services and monitoring reach it under names that the user's list of hosts need not know. */
function allowedHosts(
  { name, default: fallback = '' }: EnvironmentVariable,
  { component, port }: EnvironmentInput,
): Pick<ModelVariable, 'default' | 'value'> | undefined {
  if (!/(^|_)ALLOWED_HOSTS$/.test(name) || port === undefined || /^\[|\*/.test(fallback)) return undefined;
  const separator = fallback.includes(' ') && !fallback.includes(',') ? ' ' : ',';
  return {
    default: fallback === '' ? 'localhost' : fallback,
    value: [`\${${name}}`, '127.0.0.1', component.id].join(separator),
  };
}

/** A secret that is a URL of someone else's server cannot be made up: a random value would break what an absent one leaves alone. */
function isAddressOfElsewhere(name: string): boolean {
  return /_(DSN|URL|URI|WEBHOOK|ENDPOINT)$/.test(name);
}

function describe(variable: EnvironmentVariable): string {
  const seen = variable.evidence[0];
  return seen === undefined ? 'read by the application' : `read at ${seen.file}:${String(seen.line)}`;
}

function fixedValue(variable: EnvironmentVariable, input: EnvironmentInput): string | undefined {
  const { component, port } = input;
  if (variable.buildTime === true) return undefined;
  if (variable.name === component.portVariable && port !== undefined) return String(port);
  if (variable.name === 'NODE_ENV') return 'production';
  const wired = wiredValue(variable, input);
  if (wired !== undefined) return wired;
  return port === undefined ? undefined : bindValue(variable, component);
}

function wiredValue(variable: EnvironmentVariable, input: EnvironmentInput): string | undefined {
  const used = input.services.map((service) => service.kind);
  const scheme = /^([a-z][a-z0-9+]*):\/\//i.exec(variable.default ?? '')?.[1];
  const kind = scheme === undefined ? undefined : kindOfScheme(scheme, used);
  const found = kind === undefined ? readConnectionVariable(variable.name, used) : ({ kind, part: 'url' } as const);
  const service = input.services.find((candidate) => candidate.kind === found?.kind);
  if (found === undefined || service === undefined) return undefined;
  const form = readConnectionForm(variable, service.kind, input.component, input.files);
  return connectionValue(found.part, service, credentialsOf(service), form, input.component.language);
}

/** A server that binds to the loopback address cannot be reached from outside its container. */
function bindValue(variable: EnvironmentVariable, component: Component): string | undefined {
  if (!bindNames.test(variable.name)) return undefined;
  const own = ['HOST', 'HOSTNAME', 'BIND', 'BIND_ADDRESS', 'BIND_HOST', 'LISTEN_HOST'].includes(variable.name);
  const fallback = variable.default;
  if (fallback === undefined) return own ? '0.0.0.0' : undefined;
  if (!loopback.test(fallback)) return undefined;
  const bindsToLoopback = component.bindAddress !== undefined && loopback.test(component.bindAddress);
  if (!own && !bindsToLoopback && !/(BIND|LISTEN)/.test(variable.name)) return undefined;
  const port = /:\d+$/.exec(fallback)?.[0] ?? '';
  return `0.0.0.0${port}`;
}

function offeredDefault(variable: EnvironmentVariable, input: EnvironmentInput): string | undefined {
  const fallback = variable.default;
  if (/(^|_)DEBUG$/.test(variable.name) && fallback !== undefined) return falseLike(fallback);
  const local = /^(https?):\/\/(?:localhost|127\.0\.0\.1):(\d+)(.*)$/.exec(fallback ?? '');
  if (local === null) return fallback;
  return localAddress(variable, Number(local[2]), local[3] ?? '', input) ?? fallback;
}

/** What `http://localhost:<port>` means in compose: the other container for a server, the published port for a browser. */
function localAddress(
  variable: EnvironmentVariable,
  port: number,
  rest: string,
  input: EnvironmentInput,
): string | undefined {
  const others = input.published.filter((other) => other.name !== input.component.id);
  const forBrowser =
    variable.buildTime === true || /CORS|ORIGIN|FRONTEND|CLIENT|PUBLIC|WEB_URL|REDIRECT/.test(variable.name);
  const site = others.find((other) => other.kind === 'static');
  const target =
    others.find((other) => other.port === port) ??
    (/CORS|ORIGIN|FRONTEND|CLIENT/.test(variable.name) ? site : undefined);
  if (target === undefined) return undefined;
  return forBrowser
    ? `http://localhost:${String(target.hostPort)}${rest}`
    : `http://${target.name}:${String(target.port)}${rest}`;
}

function falseLike(value: string): string {
  const forms: Readonly<Record<string, string>> = {
    True: 'False',
    true: 'false',
    TRUE: 'FALSE',
    '1': '0',
    on: 'off',
    yes: 'no',
  };
  return forms[value] ?? value;
}

function portVariable({ component, port }: EnvironmentInput): ModelVariable[] {
  if (component.portVariable === undefined || port === undefined) return [];
  return [
    {
      name: component.portVariable,
      value: String(port),
      secret: false,
      required: false,
      description: 'port that the application listens on',
      buildTime: false,
    },
  ];
}

/** Clients of PostgreSQL read `PG*` by themselves when the application says nothing. Source: libpq, node-postgres. */
function libpqVariables({ component, services }: EnvironmentInput, known: readonly ModelVariable[]): ModelVariable[] {
  const service = services.find((candidate) => candidate.kind === 'postgres');
  if (service === undefined || known.some((variable) => variable.value?.includes(service.name) === true)) return [];
  const { user = '', password = '', database = '' } = credentialsOf(service);
  const values = {
    PGDATABASE: `\${${database}}`,
    PGHOST: service.name,
    PGPASSWORD: `\${${password}}`,
    PGPORT: String(service.port),
    PGUSER: `\${${user}}`,
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    secret: name === 'PGPASSWORD',
    required: false,
    description: `read by PostgreSQL clients; ${component.id} names no variable for ${service.name}`,
    buildTime: false,
  }));
}
