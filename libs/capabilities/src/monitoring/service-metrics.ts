import type { ServiceInstance } from '../delivery-model/delivery-model.js';
import { composeExpression, passwordExpression } from './compose-expression.js';
import type { KeptCompose, KeptService } from './kept-compose.js';
import { freeName } from './stack-names.js';

/** A source of metrics about one backing service. */
export interface ServiceMetrics {
  service: string;
  kind: 'postgres' | 'redis' | 'rabbitmq';
  /** Compose service that is added for it; absent when the server exports metrics by itself. */
  exporter?: { name: string; environment: Readonly<Record<string, string>> };
  /** `host:port` that Prometheus scrapes. */
  target: string;
}

/** Where metrics of a service come from; none when nothing exports them, or when its password cannot be told. */
export function serviceMetrics(
  service: ServiceInstance,
  host: string,
  taken: ReadonlySet<string>,
  kept: KeptCompose | undefined,
): ServiceMetrics[] {
  const name = freeName(`${service.name}-exporter`, taken);
  const own = kept?.services.find((candidate) => candidate.name === host);
  if (service.kind === 'postgres') {
    const environment = postgresEnvironment(service, host, own);
    return environment === undefined
      ? []
      : [{ service: service.name, kind: 'postgres', exporter: { name, environment }, target: `${name}:9187` }];
  }
  if (service.kind === 'redis') {
    const environment = redisEnvironment(service, host, kept !== undefined);
    return [{ service: service.name, kind: 'redis', exporter: { name, environment }, target: `${name}:9121` }];
  }
  // The plug-in that exports metrics is switched on by our overlay; a server that we do not run is only probed.
  if (service.kind === 'rabbitmq' && kept === undefined)
    return [{ service: service.name, kind: 'rabbitmq', target: `${host}:15692` }];
  return [];
}

function postgresEnvironment(
  service: ServiceInstance,
  host: string,
  own: KeptService | undefined,
): Record<string, string> | undefined {
  const variable = (name: string) => service.environment.find((candidate) => candidate.name === name);
  const database = own?.environment['POSTGRES_DB'] ?? own?.environment['POSTGRES_USER'];
  const user =
    own === undefined
      ? composeExpression(variable('POSTGRES_USER'), 'postgres')
      : (own.environment['POSTGRES_USER'] ?? 'postgres');
  const password =
    own === undefined
      ? composeExpression(variable('POSTGRES_PASSWORD'), undefined)
      : passwordExpression(own.environment['POSTGRES_PASSWORD']);
  if (user === undefined || password === undefined) return undefined;
  const name = own === undefined ? composeExpression(variable('POSTGRES_DB'), 'postgres') : (database ?? 'postgres');
  return {
    DATA_SOURCE_URI: `${host}:${String(service.port)}/${name ?? 'postgres'}?sslmode=disable`,
    DATA_SOURCE_USER: user,
    DATA_SOURCE_PASS: password,
  };
}

function redisEnvironment(service: ServiceInstance, host: string, kept: boolean): Record<string, string> {
  const password = service.environment.find(({ name }) => name === 'REDIS_PASSWORD');
  const expression = kept ? undefined : composeExpression(password, undefined);
  return {
    REDIS_ADDR: `redis://${host}:${String(service.port)}`,
    ...(expression === undefined ? {} : { REDIS_PASSWORD: expression }),
  };
}
