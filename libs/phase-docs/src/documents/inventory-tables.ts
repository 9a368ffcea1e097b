import type { Inventory, InventoryService } from '@devops-orchestrator/contracts';
import type { DeliveryFacts } from '../delivery-facts.js';
import { bullets, code, codes, table, text } from '../markdown-text.js';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Every environment variable with default, meaning and places; never a secret's value. */
export function variableTable({ environment }: Inventory): string {
  return table(
    ['Variable', 'Required', 'Secret', 'Default', 'Meaning', 'Used in'],
    environment.map(({ name, required, secret, default: value, description, usedIn }) => [
      code(name),
      yesNo(required),
      yesNo(secret),
      value === undefined ? '–' : code(value),
      description === undefined ? '–' : text(description),
      usedIn
        .slice(0, 6)
        .map(({ path, line }) => `${code(path)}:${line}`)
        .join(', ') + (usedIn.length > 6 ? ', …' : ''),
    ]),
    'No infrastructure file sets or reads an environment variable.',
  );
}

/** Names only: what must be set, what is secret. */
export function variableSummary({ environment, pipelines }: Inventory): string {
  const required = environment.filter((variable) => variable.required).map(({ name }) => name);
  const secret = environment.filter((variable) => variable.secret).map(({ name }) => name);
  const pipelineSecrets = [...new Set(pipelines.flatMap(({ secrets }) => secrets))].sort();
  return bullets(
    [
      `Environment variables: ${environment.length}`,
      `Must be set, or nothing starts: ${codes(required)}`,
      `Secret, never written to a file in the repository: ${codes(secret)}`,
      `Secrets of the pipelines: ${codes(pipelineSecrets)}`,
    ],
    '',
  );
}

/** A published port for people: the number, and the variable that changes it. */
export function hostPort(host: string): string {
  const [, variable, value] = /^\$\{(\w{1,100}):?-(\d{1,5})\}$/.exec(host) ?? [];
  if (variable !== undefined && value !== undefined) return `${code(value)} (variable ${code(variable)})`;
  return host === '0' ? 'a free port' : code(host);
}

/** Each port of each service and image, and where it is published. */
export function portTable({ services, inventory }: DeliveryFacts): string {
  const fromServices = services.flatMap(({ name, entries }) =>
    entries.flatMap((entry) => entry.ports.map((port) => portRow(name, entry, port))),
  );
  const fromImages = inventory.images.flatMap(({ path, ports }) =>
    ports.map((port) => ['–', code(String(port)), 'exposed by the image, not published', code(path)]),
  );
  return table(['Service', 'Port', 'Published on', 'File'], [...fromServices, ...fromImages], 'No file opens a port.');
}

function portRow(name: string, entry: InventoryService, port: InventoryService['ports'][number]): string[] {
  const address = port.address ?? 'all addresses';
  const published = port.host === undefined ? 'not published' : `${hostPort(port.host)} on ${text(address)}`;
  return [code(name), code(String(port.container)), published, code(entry.path)];
}

/** Each service of each compose file. */
export function serviceTable({ services }: Inventory): string {
  return table(
    ['Service', 'Image or build', 'Starts after', 'Profiles', 'Command', 'File'],
    services.map(({ name, image, build, dependsOn, profiles, command, path, line }) => [
      code(name),
      [...(image === undefined ? [] : [code(image)]), ...(build ? [`built in ${code(build.context)}`] : [])].join(
        ', ',
      ) || '–',
      codes(dependsOn.map(({ service }) => service)),
      codes(profiles),
      command === undefined ? 'as the image' : code(command),
      `${code(path)}:${line}`,
    ]),
    'No compose file defines a service.',
  );
}

/** Each network with its members. */
export function networkTable({ networks, services }: Inventory): string {
  const rows = networks.map(({ name, internal, path }) => [
    code(name),
    internal ? 'internal: no way out' : 'bridge with a way out',
    codes(
      services
        .filter((service) => service.path === path && service.networks.includes(name))
        .map((service) => service.name),
    ),
    code(path),
  ]);
  const otherwise =
    services.length === 0
      ? 'There is no container network.'
      : 'No network is declared: all services of a compose file share its default network.';
  return table(['Network', 'Kind', 'Service', 'File'], rows, otherwise);
}

/** Each named volume with the services that mount it. */
export function volumeTable({ volumes, services }: Inventory): string {
  return table(
    ['Volume', 'Service', 'File'],
    volumes.map(({ name, path }) => [
      code(name),
      codes(
        services
          .filter((service) => service.path === path && service.volumes.some(({ source }) => source === name))
          .map((service) => service.name),
      ),
      code(path),
    ]),
    'There is no named volume: nothing outlives its container.',
  );
}

/** Every infrastructure file and what it is. */
export function fileTable({ files, unreadable }: Inventory): string {
  const broken = new Map(unreadable.map(({ path, reason }) => [path, reason]));
  return table(
    ['File', 'What it is', 'State'],
    files.map(({ path, kind }) => {
      const reason = broken.get(path);
      return [
        code(path),
        text(kind.replaceAll('-', ' ')),
        reason === undefined ? 'read' : `could not be read: ${text(reason)}`,
      ];
    }),
    'No infrastructure file was found.',
  );
}

/** Each alert with what it means and whether a test proves it. */
export function alertTable({ alerts }: Inventory): string {
  return table(
    ['Alert', 'Severity', 'Fires after', 'Meaning', 'Unit test', 'File'],
    alerts.map(({ name, severity, for: duration, summary, tested, path }) => [
      code(name),
      severity === undefined ? '–' : text(severity),
      duration === undefined ? 'at once' : text(duration),
      summary === undefined ? '–' : code(summary),
      tested ? 'yes' : 'no',
      code(path),
    ]),
    'No alert rule exists: nobody is told when something breaks.',
  );
}
