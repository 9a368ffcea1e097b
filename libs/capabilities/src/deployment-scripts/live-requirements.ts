import type { CapabilityInput } from '../capability.js';
import { buildImage, imageOwners } from '../container-image/build-image.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';

/** What a machine must have to build every image and run every service: requirements of a live check, sorted. */
export function liveRequirements(input: CapabilityInput): string[] {
  const built = imageOwners(input).flatMap((deployable) => baseImages(deployable, input));
  const run = input.model.services.map(({ image }) => image);
  const images = [...new Set([...built, ...run])].sort();
  return ['docker', 'compose', ...images.map((image) => `image:${image}`)];
}

function baseImages(deployable: DeployableComponent, input: CapabilityInput): readonly string[] {
  const plan = buildImage(deployable, input);
  return plan === undefined ? imagesOfDockerfile(input.files.read(deployable.dockerfile) ?? '') : plan.images;
}

/** Images that a kept Dockerfile starts from; stages of its own and names with variables are left out. */
function imagesOfDockerfile(text: string): string[] {
  const instructions = text
    .split(/\r?\n/)
    .map((line) => /^FROM\s+(?:--\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(line.trim()));
  const stages = new Set(instructions.map((found) => found?.[2]?.toLowerCase()));
  const names = instructions.map((found) => found?.[1]).filter((name) => name !== undefined);
  return names.filter((name) => name !== 'scratch' && !name.includes('$') && !stages.has(name.toLowerCase()));
}
