import type { InventoryService } from '@devops-orchestrator/contracts';
import { composeCommand, operatedFiles } from '../delivery-commands.js';
import { codes } from '../markdown-text.js';
import { step } from './document-input.js';
import type { DocumentInput, Step } from './document-input.js';

/** What can have a second instance, what cannot, and why. */
export function scalingSteps({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  const [file] = files;
  if (file === undefined) {
    return [
      step(
        'More instances',
        'No compose file runs this application, so there is nothing to scale from here. Scale it where it is deployed.',
      ),
    ];
  }
  const groups = groupServices(facts.inventory.services.filter(({ path }) => path === file));
  const [first] = groups.free;
  return [
    ...(first
      ? [
          step(
            'More instances on one machine',
            `These services publish no fixed port and keep no data: ${names(groups.free)}.`,
            command(composeCommand(files, `up --detach --no-recreate --scale ${first.name}=2`)),
          ),
        ]
      : []),
    ...explain(
      'Services with a fixed port',
      groups.fixed,
      'only one instance fits on a machine. Put a load balancer in front and run one instance on each machine, or take the published port away.',
    ),
    ...explain(
      'Services that keep data',
      groups.stateful,
      'never start a second instance on the same volume. Give the machine more memory and CPU first.',
    ),
    step(
      'More CPU or memory',
      `Raise the limits in ${codes([file])}, then apply the file.`,
      command(composeCommand(files, 'up --detach --wait')),
    ),
  ];
}

interface ServiceGroups {
  stateful: InventoryService[];
  fixed: InventoryService[];
  free: InventoryService[];
}

function groupServices(services: readonly InventoryService[]): ServiceGroups {
  const groups: ServiceGroups = { stateful: [], fixed: [], free: [] };
  // A service that others wait for to complete is a job: it runs once.
  const jobs = new Set(
    services.flatMap(({ dependsOn }) =>
      dependsOn.flatMap(({ service, condition }) => (condition === 'service_completed_successfully' ? [service] : [])),
    ),
  );
  for (const service of services) {
    if (jobs.has(service.name) || !/^[A-Za-z0-9][\w.-]*$/.test(service.name)) continue;
    const keepsData = service.volumes.some(({ source }) => source !== undefined && !/^[./~$]/.test(source));
    const hasPort = service.ports.some(({ host }) => host !== undefined && host !== '0');
    groups[keepsData ? 'stateful' : hasPort ? 'fixed' : 'free'].push(service);
  }
  return groups;
}

function explain(title: string, services: readonly InventoryService[], what: string): Step[] {
  return services.length === 0 ? [] : [step(title, `${names(services)}: ${what}`)];
}

function names(services: readonly InventoryService[]): string {
  return codes(services.map(({ name }) => name));
}
