import { renderYaml, withComment } from '@devops-orchestrator/templates';
import type { DeliveryModel } from '../delivery-model/delivery-model.js';
import { imageMatrix, platforms } from './image-jobs.js';
import { actionStep, checkoutStep, runner, type WorkflowJob } from './workflow-step.js';

export interface ReleaseOptions {
  /** Path of the workflow that must pass first; absent when it cannot be called. */
  testWorkflow?: string;
}

/** Publishes every image for every platform to the GitHub container registry when a version tag is pushed. */
export function renderReleaseWorkflow(model: DeliveryModel, { testWorkflow }: ReleaseOptions): string {
  const workflow = {
    name: 'Release',
    on: { push: { tags: ['v*.*.*'] } },
    permissions: {},
    concurrency: { group: 'release-${{ github.ref }}', 'cancel-in-progress': false },
    jobs: {
      ...(testWorkflow === undefined ? {} : { test: testJob(testWorkflow) }),
      publish: publishJob(model, testWorkflow !== undefined),
    },
  };
  return renderYaml(workflow, header);
}

const header = `Publishes the images of a version: push a tag such as v1.2.3.
They go to ghcr.io/<owner>/<image>, for every platform, with build provenance and SBOM.
Nothing is taken from a cache: what is published is built from the tag alone.`;

function testJob(workflow: string): WorkflowJob {
  // The form that every version of GitHub and actionlint read.
  const uses = withComment(`./${workflow}`, 'zizmor: ignore[self-repository]');
  return { name: 'Test', permissions: { contents: 'read' }, uses };
}

function publishJob(model: DeliveryModel, hasTests: boolean): WorkflowJob {
  return {
    name: 'Publish ${{ matrix.image }}',
    ...(hasTests ? { needs: 'test' } : {}),
    'runs-on': runner,
    'timeout-minutes': 60,
    permissions: {
      contents: 'read',
      packages: withComment('write', 'pushes the image'),
      'id-token': withComment('write', 'signs the attestation'),
      attestations: withComment('write', 'stores the attestation'),
    },
    strategy: imageMatrix(model),
    steps: [
      checkoutStep(),
      {
        name: 'Name the image',
        id: 'name',
        env: { IMAGE: '${{ matrix.image }}' },
        // A registry takes lower case only, and an owner may have upper case.
        run: 'echo "name=ghcr.io/${GITHUB_REPOSITORY_OWNER,,}/${IMAGE}" >> "$GITHUB_OUTPUT"\n',
      },
      actionStep('Set up QEMU', 'docker/setup-qemu-action'),
      actionStep('Set up Buildx', 'docker/setup-buildx-action'),
      actionStep('Log in to the registry', 'docker/login-action', {
        registry: 'ghcr.io',
        username: '${{ github.actor }}',
        password: '${{ secrets.GITHUB_TOKEN }}',
      }),
      metadataStep(),
      buildStep(),
      attestStep(),
    ],
  };
}

function metadataStep() {
  return actionStep(
    'Collect tags and labels',
    'docker/metadata-action',
    { images: '${{ steps.name.outputs.name }}', tags: 'type=semver,pattern={{version}}\ntype=sha,format=long\n' },
    { id: 'metadata' },
  );
}

function buildStep() {
  return actionStep(
    'Build and push',
    'docker/build-push-action',
    {
      context: '${{ matrix.context }}',
      file: '${{ matrix.dockerfile }}',
      platforms,
      push: true,
      tags: '${{ steps.metadata.outputs.tags }}',
      labels: '${{ steps.metadata.outputs.labels }}',
      provenance: 'mode=max',
      sbom: true,
      'no-cache': true,
    },
    { id: 'push' },
  );
}

function attestStep() {
  return actionStep('Attest the build', 'actions/attest', {
    'subject-name': '${{ steps.name.outputs.name }}',
    'subject-digest': '${{ steps.push.outputs.digest }}',
    'push-to-registry': true,
  });
}
