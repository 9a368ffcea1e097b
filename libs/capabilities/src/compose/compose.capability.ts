import type { TaskFileStep } from '@devops-orchestrator/contracts';
import type { Capability, CapabilityInput, CapabilityOverview, TaskContribution } from '../capability.js';
import { composeChecks } from './compose-checks.js';
import { renderComposeFile } from './compose-file.js';

/** Compose files: one that builds everything for development, one that runs published images. */
export const composeCapability: Capability = {
  id: 'compose',
  title: 'Compose environments',
  description:
    'Everything wired and health-gated on one machine: compose.yaml to develop, compose.production.yaml to run.',
  implies: [{ id: 'container-image', reason: 'the services run images of the components' }],
  overview,
  contribute,
};

function overview({ model }: CapabilityInput): CapabilityOverview {
  if (model.components.length === 0) return { approach: [], prerequisites: [], success: [] };
  const servers = model.services.map((service) => service.name).join(', ');
  return {
    approach: [
      `\`${model.compose.path}\` runs ${servers === '' ? 'the components' : `the components with ${servers}`} on one machine, each started when what it needs is healthy; ports are on 127.0.0.1 only.`,
      `\`${model.productionCompose.path}\` runs published images with a read-only root, without capabilities and within limits.`,
    ],
    prerequisites: ['Docker Compose v2.21 or newer'],
    success: [`\`docker compose up\` brings every service to healthy from an empty machine.`],
  };
}

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  const { model } = input;
  if (model.components.length === 0) return [];
  const steps = composeSteps(input);
  const { checks, criteria } = composeChecks(
    input,
    steps.map((step) => step.path),
  );
  return [
    { slot: 'create-dockerfiles', context: context(input), steps, checks, criteria, adds: 'Compose environments' },
  ];
}

function composeSteps(input: CapabilityInput): TaskFileStep[] {
  const { compose, productionCompose } = input.model;
  const step = (path: string, content: string): TaskFileStep => ({
    kind: 'file',
    path,
    language: 'yaml',
    content,
    executable: false,
  });
  return [
    ...(compose.kept ? [] : [step(compose.path, renderComposeFile(input, 'development'))]),
    ...(productionCompose.kept ? [] : [step(productionCompose.path, renderComposeFile(input, 'production'))]),
  ];
}

function context({ model, analysis }: CapabilityInput): string {
  const lines = model.services.map((service) => {
    const seen = analysis.services.find((found) => found.kind === service.kind)?.evidence[0];
    const where = seen === undefined ? '' : ` (\`${seen.file}:${String(seen.line)}\`)`;
    return `- **${service.name}**: \`${service.image}\`, used by ${service.usedBy.join(', ')}${where}.`;
  });
  const migrations = model.components.flatMap((deployable) =>
    deployable.migrationService === undefined
      ? []
      : [
          `- **${deployable.migrationService}** runs \`${deployable.component.migrations?.command ?? ''}\` once, before ${deployable.name} starts.`,
        ],
  );
  return [
    model.compose.kept
      ? `\`${model.compose.path}\` is yours and is kept as it is.`
      : `\`${model.compose.path}\` builds from the sources and wires:`,
    ...model.components.map(
      (deployable) =>
        `- **${deployable.name}**${deployable.hostPort === undefined ? '' : ` on http://127.0.0.1:${String(deployable.hostPort)}`}.`,
    ),
    ...lines,
    ...migrations,
    model.productionCompose.kept
      ? `\`${model.productionCompose.path}\` is yours and is kept.`
      : `\`${model.productionCompose.path}\` runs the published images \`$IMAGE_REGISTRY/<image>:$IMAGE_TAG\`.`,
  ].join('\n');
}
