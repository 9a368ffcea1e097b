import { serviceImages } from '@devops-orchestrator/reference-data';
import type { CapabilityInput } from '../capability.js';
import { baseImage } from '../container-image/base-image.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { readKeptCompose } from './kept-compose.js';
import type { MonitoringPlan } from './monitoring-plan.js';

/** Public images that the project needs to be built and started: bases of its Dockerfiles, and its services. */
export function projectImages({ model, files }: CapabilityInput): string[] {
  const bases = model.components.flatMap((component) =>
    component.dockerfileKept ? baseImages(files.read(component.dockerfile) ?? '') : generatedBases(component),
  );
  const services = model.compose.kept
    ? readKeptCompose(files.read(model.compose.path) ?? '').services.flatMap(({ image, context }) =>
        image === undefined || context !== undefined || image.includes('$') ? [] : [image],
      )
    : model.services.map(({ image }) => image);
  return [...new Set([...bases, ...services])].sort();
}

/** Images named by `FROM`, without stages and without those that a build argument decides. */
function baseImages(dockerfile: string): string[] {
  const lines = dockerfile.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    if (words[0]?.toUpperCase() !== 'FROM') return [];
    const [image = '', , stage] = words.slice(1).filter((word) => !word.startsWith('--'));
    return [{ image, stage }];
  });
  const stages = new Set(lines.flatMap(({ stage }) => stage ?? []));
  return lines
    .map(({ image }) => image)
    .filter((image) => /^[\w][\w./:@-]*$/.test(image) && image !== 'scratch' && !stages.has(image));
}

function generatedBases({ component }: DeployableComponent): string[] {
  const bases: string[] = [];
  if (['javascript', 'typescript'].includes(component.language)) bases.push(baseImage('node', component));
  if (component.language === 'python') bases.push(baseImage('python', component));
  if (component.language === 'go') bases.push(baseImage('go', component));
  if (component.kind === 'static') bases.push(serviceImages['nginx-unprivileged']);
  return bases;
}

/** Images of the stack itself, without Grafana's. */
export function stackImages(plan: MonitoringPlan): string[] {
  const exporter = { postgres: serviceImages['postgres-exporter'], redis: serviceImages['redis-exporter'] };
  return [
    serviceImages.prometheus,
    serviceImages.alertmanager,
    ...(plan.components.length + plan.services.length > 0 ? [serviceImages['blackbox-exporter']] : []),
    ...new Set(plan.serviceMetrics.flatMap(({ kind }) => (kind === 'rabbitmq' ? [] : [exporter[kind]]))),
  ];
}
