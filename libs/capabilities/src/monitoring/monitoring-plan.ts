import { readKeptCompose, type KeptCompose, type KeptService } from './kept-compose.js';
import { detectInstrumentation, type Instrumentation } from './instrumentation.js';
import type { CapabilityInput } from '../capability.js';
import type { DeliveryModel, DeployableComponent, ServiceInstance } from '../delivery-model/delivery-model.js';
import { serviceMetrics, type ServiceMetrics } from './service-metrics.js';
import { stackNames, stackPorts, takenNames, type StackNames, type StackPorts } from './stack-names.js';

/** Something that the blackbox exporter calls from outside, as a client would. */
export interface Probe {
  /** Value of the label `component` or `service`. */
  name: string;
  module: 'http_2xx' | 'tcp_connect';
  /** URL for HTTP, `host:port` for TCP. */
  target: string;
}

/** A component whose code serves Prometheus metrics. */
export interface Application {
  name: string;
  /** `host:port` inside the network. */
  target: string;
  metricsPath: string;
  /** What its metrics are called; absent when the code does not tell. */
  instrumentation?: Instrumentation;
}

/** What is watched, how, and what is not: decided once for every file of the monitoring. */
export interface MonitoringPlan {
  project: string;
  components: readonly Probe[];
  services: readonly Probe[];
  applications: readonly Application[];
  serviceMetrics: readonly ServiceMetrics[];
  unwatched: readonly { name: string; reason: string }[];
  names: StackNames;
  ports: StackPorts;
  /** Networks of the development compose file that Prometheus and the exporters join; empty: its default network. */
  networks: readonly string[];
}

/** Decides what is watched from what really runs. */
export function buildMonitoringPlan(input: CapabilityInput): MonitoringPlan {
  const { model, files } = input;
  const kept = model.compose.kept ? readKeptCompose(files.read(model.compose.path) ?? '') : undefined;
  const names = stackNames(model, kept);
  const watched = model.components.map((component) => ({ component, host: hostOf(component, model, kept) }));
  const reachable = watched.flatMap(({ component, host }) => (host === undefined ? [] : [{ component, host }]));
  const servers = model.services.map((service) => ({ service, host: serverHost(service, kept) }));
  const hosts = servers.flatMap(({ service, host }) => (host === undefined ? [] : [{ service, host }]));
  return {
    project: model.project,
    components: reachable.map(({ component, host }) => componentProbe(component, host)),
    services: hosts.map(({ service, host }) => ({
      name: service.name,
      module: 'tcp_connect',
      target: `${host}:${String(service.port)}`,
    })),
    applications: reachable.flatMap(({ component, host }) => application(component, host, input)),
    serviceMetrics: hosts.flatMap(({ service, host }) => serviceMetrics(service, host, takenNames(model, kept), kept)),
    unwatched: [
      ...watched.flatMap(({ component, host }) => (host === undefined ? [unwatched(component, model)] : [])),
      ...servers.flatMap(({ service, host }) =>
        host === undefined
          ? [
              {
                name: service.name,
                reason: `no service of \`${model.compose.path}\` runs it under a name that could be told`,
              },
            ]
          : [],
      ),
      ...model.external.map(({ kind }) => ({
        name: kind,
        reason: 'it runs outside this project; its provider watches it',
      })),
    ],
    names,
    ports: stackPorts(model),
    networks: kept === undefined ? [model.network] : kept.networks,
  };
}

function hostOf(
  component: DeployableComponent,
  model: DeliveryModel,
  kept: KeptCompose | undefined,
): { name: string; port: number } | undefined {
  if (kept === undefined)
    return component.port === undefined ? undefined : { name: component.name, port: component.port };
  const own =
    kept.services.find(({ name }) => name === component.name) ??
    only(kept.services.filter(({ context }) => context === component.component.path)) ??
    only(model.components.length === 1 ? kept.services.filter(({ context }) => context !== undefined) : []);
  const port = onlyPort(own, component.port);
  return own === undefined || port === undefined ? undefined : { name: own.name, port };
}

function onlyPort(service: KeptService | undefined, known: number | undefined): number | undefined {
  if (known !== undefined && (service === undefined || service.ports.includes(known))) return known;
  return known === undefined ? undefined : (only(service?.ports ?? []) ?? known);
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function serverHost(service: ServiceInstance, kept: KeptCompose | undefined): string | undefined {
  if (kept === undefined) return service.name;
  const repository = (image: string) => image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? '';
  const same = kept.services.filter(
    ({ image }) => image !== undefined && repository(image) === repository(service.image),
  );
  return (only(same) ?? kept.services.find(({ name, image }) => image !== undefined && name === service.name))?.name;
}

function componentProbe(component: DeployableComponent, host: { name: string; port: number }): Probe {
  const address = `${host.name}:${String(host.port)}`;
  return component.healthPath === undefined
    ? { name: component.name, module: 'tcp_connect', target: address }
    : { name: component.name, module: 'http_2xx', target: `http://${address}${component.healthPath}` };
}

function application(
  component: DeployableComponent,
  host: { name: string; port: number },
  { files }: CapabilityInput,
): Application[] {
  const { metricsPath } = component.component;
  if (metricsPath === undefined) return [];
  const instrumentation = detectInstrumentation(component.component, files);
  return [
    {
      name: component.name,
      target: `${host.name}:${String(host.port)}`,
      metricsPath,
      ...(instrumentation === undefined ? {} : { instrumentation }),
    },
  ];
}

function unwatched(component: DeployableComponent, model: DeliveryModel): { name: string; reason: string } {
  const reason =
    component.port === undefined
      ? `a ${component.component.kind} that listens on no port cannot be probed; serve metrics from it to have it watched`
      : `no service of \`${model.compose.path}\` runs it under a name that could be told`;
  return { name: component.name, reason };
}
