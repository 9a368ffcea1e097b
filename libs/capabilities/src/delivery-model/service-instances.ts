import type { BackingService, Component } from '@devops-orchestrator/contracts';
import { readConnectionVariable } from './connection-variable.js';
import type { ModelVariable, ServiceInstance } from './delivery-model.js';
import { redisWithPassword, serviceTable, type ServiceDefinition } from './service-table.js';

/** Backing services that compose runs, in name order; those without an image are `external`. SQLite is a file, not a server. */
export function buildServiceInstances(
  services: readonly BackingService[],
  components: readonly Component[],
  project: string,
): { instances: ServiceInstance[]; external: { kind: string; usedBy: string[] }[] } {
  const instances: ServiceInstance[] = [];
  const external: { kind: string; usedBy: string[] }[] = [];
  const names = new Set(components.map((component) => component.id));
  for (const service of [...services].sort((a, b) => (a.kind < b.kind ? -1 : 1))) {
    const users = components.filter((component) => service.usedBy.includes(component.id));
    if (users.length === 0 || service.kind === 'sqlite') continue;
    const definition = serviceTable[service.kind];
    const usedBy = users.map((component) => component.id);
    if (definition === undefined) external.push({ kind: service.kind, usedBy });
    else instances.push(buildInstance(service, definition, users, project, freeName(service.kind, names)));
  }
  return { instances, external };
}

function buildInstance(
  service: BackingService,
  definition: ServiceDefinition,
  users: readonly Component[],
  project: string,
  name: string,
): ServiceInstance {
  const password = service.kind === 'redis' && takesPassword(users);
  const command = password ? redisWithPassword.command : definition.command;
  return {
    name,
    kind: service.kind,
    image: imageOf(definition.image, service.version),
    port: definition.port,
    usedBy: users.map((component) => component.id),
    environment: [
      ...serverVariables(definition, project, name),
      ...(password ? [secretVariable('REDIS_PASSWORD', name)] : []),
    ],
    ...(definition.dataDirectory === undefined
      ? {}
      : { volume: { name: `${name}-data`, target: dataDirectory(service, definition.dataDirectory) } }),
    healthcheck: password ? redisWithPassword.healthcheck : definition.healthcheck,
    ...(command === undefined ? {} : { command }),
  };
}

/** A password helps only when every user of the server can be told of it. */
function takesPassword(users: readonly Component[]): boolean {
  return users.every((component) =>
    component.environment.some((variable) => {
      const found = readConnectionVariable(variable.name, ['redis']);
      return found?.part === 'url' || found?.part === 'password';
    }),
  );
}

function imageOf(image: string, version: string | undefined): string {
  if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) return image;
  return `${image.slice(0, image.lastIndexOf(':'))}:${version}`;
}

/** Images of PostgreSQL keep their data one level higher from version 18 on. Source: docker-library/postgres README. */
function dataDirectory(service: BackingService, target: string): string {
  const major = Number.parseInt(service.version ?? '', 10);
  return service.kind === 'postgres' && major >= 18 ? '/var/lib/postgresql' : target;
}

function serverVariables(definition: ServiceDefinition, project: string, service: string): ModelVariable[] {
  const { credentials, fixed = {}, secrets = [] } = definition;
  const variables = Object.entries(fixed).map(([name, value]) => ({
    name,
    value,
    secret: false,
    required: false,
    description: `setting of ${service}`,
    buildTime: false,
  }));
  const offered = (name: string, value: string, what: string) => ({
    name,
    default: value,
    secret: false,
    required: false,
    description: `${what} of ${service}`,
    buildTime: false,
  });
  const list: ModelVariable[] = [...variables];
  if (credentials?.user !== undefined) list.push(offered(credentials.user, 'app', 'user'));
  if (credentials?.database !== undefined) list.push(offered(credentials.database, databaseName(project), 'database'));
  if (credentials !== undefined) list.push(secretVariable(credentials.password, service));
  list.push(...secrets.map((name) => secretVariable(name, service)));
  return list.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function databaseName(project: string): string {
  const name = project.replaceAll('-', '_');
  return /^[a-z]/.test(name) ? name : `app_${name}`;
}

function secretVariable(name: string, service: string): ModelVariable {
  return { name, secret: true, required: true, description: `password of ${service}`, buildTime: false };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1)
    name = number === 2 ? `${wanted}-server` : `${wanted}-server-${String(number)}`;
  taken.add(name);
  return name;
}
