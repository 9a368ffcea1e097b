import type { TaskFileStep } from '@devops-orchestrator/contracts';
import type { Capability, CapabilityInput, CapabilityOverview, TaskContribution } from '../capability.js';
import { environmentSteps } from '../requirements/environment-steps.js';
import { requirementsContribution } from '../requirements/requirements-contribution.js';
import { buildImage, imageOwners } from './build-image.js';
import { dockerignoreSteps } from './dockerignore.js';
import { imageChecks } from './image-checks.js';
import { imagesContext } from './image-context.js';

/** Container images: one Dockerfile for each component that runs, and what their builds and starts need. */
export const containerImageCapability: Capability = {
  id: 'container-image',
  title: 'Container images',
  description: 'Multi-stage Dockerfiles that run without root on a read-only file system, with health checks.',
  implies: [{ id: 'compose', reason: 'a containerized application is developed and proved with its services' }],
  overview,
  contribute,
};

function overview(input: CapabilityInput): CapabilityOverview {
  const owners = imageOwners(input);
  if (owners.length === 0) return { approach: [], prerequisites: [], success: [] };
  const names = owners.map((owner) => owner.name).join(', ');
  return {
    approach: [
      `One multi-stage image each for ${names}: build tools stay in the first stage, the last one holds what runs.`,
      'Every generated image runs as a numbered user without root, stops on SIGTERM and needs to write to `/tmp` only.',
    ],
    prerequisites: ['Docker Engine 25 or newer with BuildKit (health checks use `--start-interval`)'],
    success: owners.filter((owner) => !owner.dockerfileKept).map((owner) => successLine(owner.name, owner.healthPath)),
  };
}

function successLine(name: string, healthPath: string | undefined): string {
  const answer = healthPath === undefined ? 'starts' : `answers ${healthPath}`;
  return `The image of ${name} builds, ${answer} with a read-only root and no capabilities, and stops within 10 s.`;
}

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  const owners = imageOwners(input);
  if (owners.length === 0) return [];
  const steps = imageSteps(input);
  const ignore = dockerignoreSteps(input);
  const { checks, criteria } = imageChecks(
    input,
    [...steps, ...ignore].map((step) => step.path),
  );
  return [
    requirementsContribution(input, environmentSteps(input)),
    {
      slot: 'create-dockerfiles',
      context: imagesContext(input),
      steps: [...steps, ...ignore],
      checks,
      criteria,
      adds: steps.length === 0 ? 'checks of the existing Dockerfiles' : 'multi-stage Dockerfiles',
    },
  ];
}

function imageSteps(input: CapabilityInput): TaskFileStep[] {
  return imageOwners(input).flatMap((deployable) => {
    const plan = buildImage(deployable, input);
    if (plan === undefined) return [];
    const own: TaskFileStep = {
      kind: 'file',
      path: deployable.dockerfile,
      language: 'dockerfile',
      content: plan.dockerfile,
      executable: false,
    };
    return [own, ...plan.extraFiles];
  });
}
