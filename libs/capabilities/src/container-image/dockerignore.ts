import type { TaskFileStep } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { imageOwners } from './build-image.js';

/** One `.dockerignore` for each build context of a generated image; the user's own are kept. */
export function dockerignoreSteps(input: CapabilityInput): TaskFileStep[] {
  const owners = imageOwners(input).filter((deployable) => !deployable.dockerfileKept);
  const contexts = [...new Set(owners.map((deployable) => deployable.context))].sort();
  return contexts
    .map((context) => ({ context, path: joinPath(context, '.dockerignore') }))
    .filter(({ path }) => !input.files.has(path))
    .map(({ context, path }) => ({
      kind: 'file',
      path,
      language: 'dockerignore',
      content: renderTemplate('docker/dockerignore', {
        root: context === '.',
        plainSite: owners.some(
          (owner) =>
            owner.context === context && owner.component.kind === 'static' && owner.component.language === 'html',
        ),
      }),
      executable: false,
    }));
}
