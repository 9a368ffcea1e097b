import { serviceImages } from '@devops-orchestrator/reference-data';
import type { CapabilityInput } from '../capability.js';
import { buildImage, imageOwners } from '../container-image/build-image.js';
import type { MonitoringPlan } from './monitoring-plan.js';

/** Public images that the project needs to be built and started: bases of its Dockerfiles, and its services. */
export function projectImages(input: CapabilityInput): string[] {
  const { model, files } = input;
  const bases = imageOwners(input).flatMap((owner) =>
    owner.dockerfileKept ? baseImages(files.read(owner.dockerfile) ?? '') : (buildImage(owner, input)?.images ?? []),
  );
  return [...new Set([...bases, ...model.services.map(({ image }) => image)])].sort();
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
    .filter((image) => /^\w[\w./:@-]*$/.test(image) && image !== 'scratch' && !stages.has(image));
}

/** Images of the stack itself, without Grafana's and the exporters'. */
export function stackImages(plan: MonitoringPlan): string[] {
  return [
    serviceImages.prometheus,
    serviceImages.alertmanager,
    ...(plan.components.length + plan.services.length > 0 ? [serviceImages['blackbox-exporter']] : []),
  ];
}

/** Images of the exporters. */
export function exporterImages(plan: MonitoringPlan): string[] {
  const exporter = { postgres: serviceImages['postgres-exporter'], redis: serviceImages['redis-exporter'] };
  return [...new Set(plan.serviceMetrics.flatMap(({ kind }) => (kind === 'rabbitmq' ? [] : [exporter[kind]])))];
}
