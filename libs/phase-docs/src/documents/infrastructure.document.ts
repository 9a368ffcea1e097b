import { renderTemplate } from '@devops-orchestrator/templates';
import type { Component, InventoryImage, InventoryService } from '@devops-orchestrator/contracts';
import type { ServiceFacts } from '../delivery-facts.js';
import { buildDiagrams } from '../diagrams.js';
import { bullets, code, codes, table, text } from '../markdown-text.js';
import { renderSentences } from '../prose/render-sentences.js';
import { documentPaths, relatedLinks } from './document-input.js';
import type { BuiltDocument, DocumentInput } from './document-input.js';
import { fileTable, networkTable, portTable, variableSummary } from './inventory-tables.js';

/** Architecture, components, networks, data flow, configuration and deployment. */
export function buildInfrastructureDocument(input: DocumentInput): BuiltDocument {
  const { feature, facts } = input;
  const { inventory, builds } = facts;
  const diagrams = buildDiagrams(facts);
  const services = facts.services.map((service) => ({
    title: text(service.name),
    body: serviceFacts(service, input),
  }));
  const built = new Set(builds.filter(({ service }) => service !== undefined).map(({ dockerfile }) => dockerfile));
  const images = inventory.images.filter(({ path }) => !built.has(path));
  const components = [...services, ...images.map((image) => ({ title: code(image.path), body: imageFacts(image) }))];
  const body = renderTemplate('docs/infrastructure.md', {
    title: text(input.title),
    overview: input.overview,
    related: relatedLinks(feature, 'infrastructure'),
    summary: [summary(input), renderSentences(input.prose?.overview ?? [])].filter((part) => part !== '').join('\n\n'),
    diagrams,
    components,
    images: imageTable(inventory.images),
    networks: networkTable(inventory),
    ports: portTable(facts),
    dataFlow: dataFlow(facts.services),
    configuration: variableSummary(inventory),
    deployment: deployment(input),
    pipelines: pipelineList(input),
    files: fileTable(inventory),
  });
  const count = Object.values(diagrams).filter((diagram) => diagram !== null).length;
  return {
    kind: 'infrastructure',
    path: documentPaths(feature).infrastructure,
    body,
    counts: { components: components.length, diagrams: count },
  };
}

function summary({ facts: { inventory, services } }: DocumentInput): string {
  const counts: [number, string][] = [
    [inventory.images.length, 'Dockerfile'],
    [services.length, 'service'],
    [inventory.pipelines.length, 'pipeline'],
    [inventory.alerts.length, 'alert'],
    [inventory.scripts.length, 'script'],
  ];
  const present = counts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`);
  if (present.length === 0) return 'The repository holds no infrastructure files that could be read.';
  return `Read back from the files in this repository: ${present.join(', ')}.`;
}

function serviceFacts(service: ServiceFacts, { facts, analysis }: DocumentInput): string {
  const component = analysis?.components.find(({ id }) => id === service.name);
  const build = facts.builds.find((candidate) => candidate.services.includes(service.name));
  const conditions = service.entries.flatMap(({ dependsOn }) =>
    dependsOn.map(({ service: name, condition }) => `${code(name)} (${text(condition.replaceAll('_', ' '))})`),
  );
  const all = (pick: (entry: InventoryService) => readonly string[]) => [...new Set(service.entries.flatMap(pick))];
  const images = all(({ image }) => (image === undefined ? [] : [image]));
  const health = all(({ healthcheck }) => (healthcheck === undefined ? [] : [healthcheck]));
  const volumes = all(({ volumes: mounts }) =>
    mounts.map(({ source, target }) => `${source ?? 'anonymous'} → ${target}`),
  );
  return bullets(
    [
      ...(component ? [componentFact(component)] : []),
      ...(build ? [`Built from ${code(build.dockerfile)}, build context ${code(build.context)}`] : []),
      ...(images.length > 0 ? [`Image: ${codes(images)}`] : []),
      `Defined in ${service.entries.map(({ path, line }) => `${code(path)} (line ${line})`).join(', ')}`,
      `Ports inside the container: ${codes(service.ports.map(String))}`,
      ...(conditions.length > 0 ? [`Starts after: ${[...new Set(conditions)].join(', ')}`] : []),
      health.length > 0 ? `Health check: ${codes(health)}` : 'Health check: none in the compose file',
      ...(volumes.length > 0 ? [`Volumes: ${codes(volumes)}`] : []),
    ],
    '',
  );
}

function componentFact({ kind, language, framework, path, healthPath }: Component): string {
  const stack = [language, framework].filter((part) => part !== undefined).map(text);
  return `Code: ${text(kind)} component in ${code(path)} (${stack.join(', ')})${healthPath === undefined ? '' : `, health at ${code(healthPath)}`}`;
}

function imageFacts(image: InventoryImage): string {
  return bullets(
    [
      `Image description in ${code(image.path)}, last stage from line ${image.line}`,
      `Ports: ${codes(image.ports.map(String))}`,
      ...(image.command === undefined ? [] : [`Starts: ${code(image.command)}`]),
    ],
    '',
  );
}

function imageTable(images: readonly InventoryImage[]): string {
  return table(
    ['File', 'Base images', 'Runs as', 'Port', 'Health check', 'Starts'],
    images.map((image) => [
      code(image.path),
      codes(image.stages.map(({ base }) => base)),
      image.user === undefined ? 'the user of the base image' : code(image.user),
      codes(image.ports.map(String)),
      image.healthcheck === undefined ? 'none in the image' : code(image.healthcheck),
      image.command === undefined ? 'as the base image' : code(image.command),
    ]),
    'There is no Dockerfile in this repository.',
  );
}

function dataFlow(services: readonly ServiceFacts[]): string {
  const flows = services.flatMap(({ name, entries, dependsOn }) => {
    const open = entries.some(({ ports }) => ports.some(({ host }) => host !== undefined));
    return [
      ...(open ? [`Clients reach ${code(name)} through its published ports.`] : []),
      ...(dependsOn.length > 0 ? [`${code(name)} talks to ${codes(dependsOn)}.`] : []),
    ];
  });
  return bullets(flows, 'No service depends on another, and none publishes a port.');
}

function deployment({ facts: { compose, scripts } }: DocumentInput): string {
  const parts = [
    ...(compose.development === undefined ? [] : [`Development: ${code(compose.development)}.`]),
    ...(compose.production === undefined ? [] : [`Production: ${code(compose.production)}.`]),
    ...(compose.monitoring === undefined ? [] : [`Monitoring: ${code(compose.monitoring)}.`]),
    ...compose.others.map((path) => `Further compose file: ${code(path)}.`),
    ...(scripts.deploy ? [`Deployed by ${code(scripts.deploy.path)}.`] : []),
    ...(scripts.rollback ? [`Rolled back by ${code(scripts.rollback.path)}.`] : []),
  ];
  return bullets(parts, 'No file in this repository describes how the application is run or deployed.');
}

function pipelineList({ facts: { inventory } }: DocumentInput): string {
  return bullets(
    inventory.pipelines.map(
      ({ path, name, triggers, jobs }) =>
        `${text(name)} (${code(path)}): on ${codes(triggers)}; jobs ${codes(jobs.map(({ id }) => id))}`,
    ),
    'There is no pipeline that could be read.',
  );
}
