import type { DeliveryModel } from '../delivery-model/delivery-model.js';
import type { KeptCompose } from './kept-compose.js';

/** Compose service names of the monitoring stack, chosen so that they collide with none of the project's. */
export interface StackNames {
  prometheus: string;
  alertmanager: string;
  grafana: string;
  blackbox: string;
}

/** Ports on 127.0.0.1 when the variables say nothing else, chosen so that they collide with none of the project's. */
export interface StackPorts {
  prometheus: number;
  alertmanager: number;
  grafana: number;
}

/** Compose service names that the project has. */
export function takenNames(model: DeliveryModel, kept: KeptCompose | undefined): Set<string> {
  return new Set([
    ...model.components.map(({ name }) => name),
    ...model.components.flatMap(({ migrationService }) => migrationService ?? []),
    ...model.services.map(({ name }) => name),
    ...(kept?.services ?? []).map(({ name }) => name),
  ]);
}

/** Names of the stack's services. */
export function stackNames(model: DeliveryModel, kept: KeptCompose | undefined): StackNames {
  const taken = takenNames(model, kept);
  return {
    prometheus: freeName('prometheus', taken),
    alertmanager: freeName('alertmanager', taken),
    grafana: freeName('grafana', taken),
    blackbox: freeName('blackbox-exporter', taken),
  };
}

/** The wanted name, or one after it that nobody has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 1; taken.has(name); number += 1)
    name = number === 1 ? `monitoring-${wanted}` : `monitoring-${wanted}-${String(number)}`;
  return name;
}

/** Ports of the stack that no component is published on; Grafana's own 3000 is left to applications. */
export function stackPorts(model: Pick<DeliveryModel, 'components'>): StackPorts {
  const taken = new Set(model.components.flatMap(({ hostPort }) => hostPort ?? []));
  const free = (wanted: number) => {
    let port = wanted;
    while (taken.has(port)) port += 1;
    taken.add(port);
    return port;
  };
  return { prometheus: free(9090), alertmanager: free(9093), grafana: free(3300) };
}
