import { renderYaml } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { composeComponentServices } from './component-service.js';
import { composeServerService } from './server-service.js';

/** What a compose file is for: development builds from the sources, production runs published images. */
export type ComposeStage = 'development' | 'production';

const headers: Readonly<Record<ComposeStage, (project: string) => string>> = {
  development: (project) =>
    `Development environment of ${project}: builds from the sources and wires everything.\n\n  scripts/create-env-file.sh\n  docker compose up --build --wait`,
  production: (project) =>
    `Production environment of ${project}: runs published images and stands alone.\n\n  IMAGE_TAG=1.0.0 docker compose -f compose.production.yaml up --detach`,
};

/** Text of a compose file with every component, what it needs, and the order in which they start. */
export function renderComposeFile(input: CapabilityInput, stage: ComposeStage): string {
  const { model } = input;
  const services: Record<string, unknown> = {};
  for (const deployable of model.components)
    Object.assign(services, composeComponentServices(deployable, input, stage));
  for (const service of model.services) services[service.name] = composeServerService(service, model, stage);
  const volumes = volumeNames(input);
  const path = stage === 'development' ? model.compose.path : model.productionCompose.path;
  return renderYaml(
    {
      name: model.project,
      services,
      networks: { [model.network]: { driver: 'bridge' } },
      ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
    },
    headers[stage](model.project).replace('compose.production.yaml', path),
  );
}

function volumeNames({ model }: CapabilityInput): string[] {
  const names = [
    ...model.components.flatMap((deployable) => deployable.volumes.map((volume) => volume.name)),
    ...model.services.flatMap((service) => (service.volume === undefined ? [] : [service.volume.name])),
  ];
  return [...new Set(names)].sort();
}
