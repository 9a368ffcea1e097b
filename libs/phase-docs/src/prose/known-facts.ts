import type { Inventory } from '@devops-orchestrator/contracts';
import type { KnownFacts } from './invented-in-sentence.js';

/** What prose over an inventory may name. */
export function knownFacts(inventory: Inventory, commands: readonly string[]): KnownFacts {
  const { services, images } = inventory;
  const names = new Set<string>();
  collectTexts(inventory, names);
  const ports = [
    ...images.flatMap((image) => image.ports.map(String)),
    ...services.flatMap((service) =>
      service.ports.flatMap(({ container, host }) => [String(container), ...(host?.match(/\d{2,5}/g) ?? [])]),
    ),
  ];
  return { names, commands, services: new Set(services.map(({ name }) => name)), ports: new Set(ports) };
}

/** The inventory in a few lines: what a writer needs, and no more. */
export function describeFacts(inventory: Inventory, commands: readonly string[]): string {
  const { services, images, environment, pipelines, alerts, scrapeJobs, scripts, networks, volumes, files } = inventory;
  return [
    ...images.map(({ path, ports, user, healthcheck }) =>
      line(`image ${path}`, { ports: ports.join(', '), user, healthcheck }),
    ),
    ...services.map(({ name, path, image, ports, dependsOn, networks: joined, healthcheck }) =>
      line(`service ${name} in ${path}`, {
        image,
        ports: ports
          .map(({ container, host }) => (host === undefined ? `${container}` : `${host} to ${container}`))
          .join(', '),
        'starts after': dependsOn.map(({ service, condition }) => `${service} (${condition})`).join(', '),
        networks: joined.join(', '),
        healthcheck,
      }),
    ),
    ...networks.map(({ name, internal }) => `network ${name}${internal ? ', internal' : ''}`),
    ...volumes.map(({ name }) => `volume ${name}`),
    ...environment.map(
      ({ name, required, secret }) => `variable ${name}${required ? ', required' : ''}${secret ? ', secret' : ''}`,
    ),
    ...pipelines.map(({ name, path, jobs }) =>
      line(`pipeline ${name} in ${path}`, { jobs: jobs.map(({ id }) => id).join(', ') }),
    ),
    ...scrapeJobs.map(({ name, targets }) => line(`scrape job ${name}`, { targets: targets.join(', ') })),
    ...alerts.map(({ name, summary }) => line(`alert ${name}`, { summary })),
    ...scripts.map(({ path, description }) => line(`script ${path}`, { description: description.split('\n')[0] })),
    ...files.map(({ path, kind }) => `file ${path} (${kind})`),
    ...commands.map((command) => `command ${command}`),
  ]
    .slice(0, mostLines)
    .join('\n');
}

const mostLines = 300;

function line(subject: string, facts: Readonly<Record<string, string | undefined>>): string {
  const stated = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}: ${value}`],
  );
  return stated.length === 0 ? subject : `${subject}; ${stated.join('; ')}`;
}

function collectTexts(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null)
    Object.values(value).forEach((part) => collectTexts(part, into));
}
