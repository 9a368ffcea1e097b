import { renderYaml } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { imageJob, scanJob } from './image-jobs.js';
import { testJob, type TestPlan } from './test-jobs.js';
import { actionStep, checkoutStep, runner, type WorkflowJob } from './workflow-step.js';

export interface CiOptions {
  name: string;
  /** Absent when the repository's own workflows test it. */
  tests?: TestPlan;
  /** False when the repository's own workflows build images, or the request excludes images. */
  images: boolean;
  /** True when the validation scripts are part of the same request. */
  validation: boolean;
}

/** The workflow of every pull request and push: tests of each component, then images, their SBOMs and a scan. */
export function renderCiWorkflow(input: CapabilityInput, options: CiOptions): string {
  const tests = (options.tests?.groups ?? []).map((group) => testJob(group, input));
  const workflow = {
    name: options.name,
    on: { pull_request: {}, push: { branches: ['main', 'master'] }, workflow_call: {} },
    permissions: {},
    concurrency: {
      group: 'ci-${{ github.workflow }}-${{ github.ref }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs: {
      ...Object.fromEntries(tests),
      'review-dependencies': dependencyReviewJob(),
      ...(options.images ? { image: imageJob(input.model), scan: scanJob('image') } : {}),
      ...(options.validation ? { infrastructure: infrastructureJob() } : {}),
    },
  };
  return renderYaml(workflow, header(options));
}

function header({ tests, images }: CiOptions): string {
  const parts = [
    ...(tests === undefined ? [] : ['lints, builds and tests every component']),
    ...(images ? ['builds every image, lists what is in it (SBOM) and scans it'] : []),
  ];
  return `On every pull request and push: ${parts.length > 0 ? parts.join('; ') : 'reviews dependencies'}.
Actions are pinned by commit; Dependabot or Renovate moves the pins.`;
}

/** GitHub's dependency graph of a private repository needs a licence: there the job is left out. */
function dependencyReviewJob(): WorkflowJob {
  return {
    name: 'Review new dependencies',
    if: "github.event_name == 'pull_request' && !github.event.repository.private",
    'runs-on': runner,
    'timeout-minutes': 10,
    permissions: { contents: 'read' },
    steps: [
      checkoutStep(),
      actionStep('Review new dependencies', 'actions/dependency-review-action', { 'fail-on-severity': 'high' }),
    ],
  };
}

function infrastructureJob(): WorkflowJob {
  return {
    name: 'Infrastructure tests',
    'runs-on': runner,
    'timeout-minutes': 45,
    permissions: { contents: 'read' },
    steps: [
      checkoutStep(),
      { name: 'Validate the files', run: 'tests/infrastructure/validate.sh' },
      { name: 'Test the images', run: 'tests/infrastructure/images.sh' },
      { name: 'Test the stack', run: 'tests/infrastructure/stack.sh' },
    ],
  };
}
