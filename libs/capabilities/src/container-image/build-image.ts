import type { CapabilityInput } from '../capability.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { goImage } from './go-image.js';
import type { ImagePlan } from './image-plan.js';
import { nodeImage } from './node-image.js';
import { pythonImage } from './python-image.js';
import { siteImage } from './site-image.js';

/** Components with an image of their own: those that only run another one's image with another command are left out. */
export function imageOwners({ model }: Pick<CapabilityInput, 'model'>): DeployableComponent[] {
  return model.components.filter((deployable) => deployable.sharesImageOf === undefined);
}

/** The image that is generated for a component; undefined when its Dockerfile is the user's. */
export function buildImage(
  deployable: DeployableComponent,
  { model, files }: Pick<CapabilityInput, 'model' | 'files'>,
): ImagePlan | undefined {
  if (deployable.dockerfileKept) return undefined;
  const processes = [deployable, ...model.components.filter((other) => other.sharesImageOf === deployable.name)];
  const input = { deployable, processes, files };
  if (deployable.component.kind === 'static') return siteImage(input);
  switch (deployable.component.language) {
    case 'python':
      return pythonImage(input);
    case 'go':
      return goImage(input);
    default:
      return nodeImage(input);
  }
}
