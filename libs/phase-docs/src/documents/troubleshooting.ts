import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Inventory, InventoryService } from '@devops-orchestrator/contracts';
import { buildCommand, composeCommand, operatedFiles } from '../delivery-commands.js';
import { bullets, code, codes } from '../markdown-text.js';
import { renderSentences } from '../prose/render-sentences.js';
import { step } from './document-input.js';
import type { DocumentInput, Step } from './document-input.js';
import { hostPort } from './inventory-tables.js';

/** Troubles that can happen with what the repository holds, each with what to look at and what to do. */
export function troubleshooting(input: DocumentInput): Step[] {
  return [
    ...serviceTroubles(input),
    ...imageTroubles(input),
    ...pipelineTroubles(input),
    ...monitoringTroubles(input),
    ...(input.prose?.troubles ?? []).map(({ title, sentences }) =>
      step(renderSentences([title]), renderSentences(sentences)),
    ),
  ];
}

function serviceTroubles({ facts, command }: DocumentInput): Step[] {
  const files = operatedFiles(facts);
  if (files.length === 0) return [];
  const named = troubledServices(facts.inventory);
  const scenario = (names: readonly string[], title: string, text: string, ...commands: readonly string[]): Step[] =>
    names.length === 0 ? [] : [step(title, text, commands.length === 0 ? '' : command(...commands))];
  return [
    step(
      'A service does not start',
      'Its last log lines name the reason.',
      command(composeCommand(files, 'ps --all'), composeCommand(files, 'logs --tail 100')),
    ),
    ...scenario(
      named.required,
      '“required variable … is missing a value”',
      `One of ${codes(named.required)} is not set. Set it in the environment or in \`.env\`, then check:`,
      composeCommand(files, 'config --quiet'),
    ),
    ...scenario(
      named.checked,
      'A service stays unhealthy',
      `Health checks watch ${codes(named.checked)}. Read the log of the service; a check that is too strict is changed in the file that defines it.`,
      composeCommand(files, 'ps --all'),
    ),
    ...scenario(
      named.waiting,
      'A service waits and never starts',
      `Waiting for others: ${codes(named.waiting)}. Bring up what they start after; the infrastructure document lists it.`,
    ),
    ...scenario(
      named.published,
      '“port is already allocated”',
      `Another program holds one of ${named.published.map(hostPort).join(', ')}. Find it, or choose another port through its variable.`,
      'docker ps --format "{{.Names}}: {{.Ports}}"',
    ),
    ...scenario(
      named.volumes,
      'The disk is full',
      'Old images and build caches take most of it. This removes only what nothing uses; volumes stay.',
      'docker system df',
      'docker image prune --force',
    ),
  ];
}

/** Names that each kind of trouble concerns; none: the trouble cannot happen here. */
function troubledServices({
  environment,
  services,
  volumes,
}: Inventory): Record<'required' | 'checked' | 'waiting' | 'published' | 'volumes', string[]> {
  const composePaths = new Set(services.map(({ path }) => path));
  const waits = (service: InventoryService) =>
    service.dependsOn.some(({ condition }) => condition !== 'service_started');
  const published = services.flatMap(({ ports }) =>
    ports.flatMap(({ host }) => (host === undefined || host === '0' ? [] : [host])),
  );
  return {
    required: environment
      .filter((variable) => variable.required && variable.usedIn.some(({ path }) => composePaths.has(path)))
      .map(({ name }) => name),
    checked: unique(services.filter(({ healthcheck }) => healthcheck !== undefined).map(({ name }) => name)),
    waiting: unique(services.filter(waits).map(({ name }) => name)),
    published: unique(published),
    volumes: volumes.map(({ name }) => name),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(byCodeUnit);
}

function imageTroubles({ facts, command }: DocumentInput): Step[] {
  const { images } = facts.inventory;
  const [first] = facts.builds;
  if (!first) return [];
  const unprivileged = images
    .filter(({ user }) => user !== undefined && !/^(?:0|root)\b/.test(user))
    .map(({ path }) => path);
  return [
    step(
      'An image does not build',
      'Build it alone, with everything it prints. A failing download is the network; a failing copy is usually the ignore file of the build context.',
      command(buildCommand(first).replace('docker build', 'docker build --progress plain')),
    ),
    ...(unprivileged.length > 0
      ? [
          step(
            '“permission denied” inside a container',
            `The images of ${codes(unprivileged)} do not run as root. What they write must belong to their user or stand on a volume.`,
          ),
        ]
      : []),
  ];
}

function pipelineTroubles({ facts: { inventory } }: DocumentInput): Step[] {
  const { pipelines } = inventory;
  if (pipelines.length === 0) return [];
  const secrets = [...new Set(pipelines.flatMap((pipeline) => pipeline.secrets))];
  return [
    step(
      'A pipeline fails',
      bullets(
        [
          'Open the first red step; later ones fail because of it.',
          'Run the same command on your machine: the developer set-up document lists them.',
          ...(secrets.length > 0 ? [`A missing secret reads as empty. The pipelines use ${codes(secrets)}.`] : []),
        ],
        '',
      ),
    ),
  ];
}

function monitoringTroubles({ facts: { inventory } }: DocumentInput): Step[] {
  const { scrapeJobs, alerts, receivers } = inventory;
  return [
    ...(scrapeJobs.length > 0
      ? [
          step(
            'A scrape target is down',
            `Jobs: ${codes(scrapeJobs.map(({ name }) => name))}. The target must run, share a network with Prometheus, and serve the path of the job.`,
          ),
        ]
      : []),
    ...(alerts.length > 0
      ? [
          step(
            'An alert fires and nobody hears of it',
            receivers.length > 0
              ? `See that the receiver is configured: ${codes(receivers.map(({ name, path }) => `${name} in ${path}`))}.`
              : `No receiver is configured for ${code(alerts[0]?.path ?? '')}. Add one.`,
          ),
        ]
      : []),
  ];
}
