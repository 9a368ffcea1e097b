import { runtimeTables } from '@devops-orchestrator/reference-data';
import type { DeliveryModel, DeployableComponent } from '../delivery-model/delivery-model.js';
import { actionStep, checkoutStep, literal, runner, type WorkflowJob, type WorkflowStep } from './workflow-step.js';

/** What released images run on. */
export const platforms = 'linux/amd64,linux/arm64';

/** The images to build: components that are processes of one application share one. */
export function imagesToBuild(model: DeliveryModel): DeployableComponent[] {
  const first = new Map<string, DeployableComponent>();
  for (const component of model.components) if (!first.has(component.image)) first.set(component.image, component);
  return [...first.values()];
}

/** Rows of a job matrix, one per image. */
export function imageMatrix(model: DeliveryModel): Record<string, unknown> {
  const include = imagesToBuild(model).map(({ image, context, dockerfile }) => ({
    image,
    context: literal(context),
    dockerfile: literal(dockerfile),
  }));
  return { 'fail-fast': false, matrix: { include } };
}

/** Builds every image, checks its Dockerfile, lists its contents (SBOM), and builds it for every platform on pushes. */
export function imageJob(model: DeliveryModel): WorkflowJob {
  const build = { context: '${{ matrix.context }}', file: '${{ matrix.dockerfile }}' };
  return {
    name: 'Image ${{ matrix.image }}',
    'runs-on': runner,
    'timeout-minutes': 45,
    permissions: { contents: 'read' },
    strategy: imageMatrix(model),
    steps: [
      checkoutStep(),
      actionStep('Set up QEMU', 'docker/setup-qemu-action'),
      actionStep('Set up Buildx', 'docker/setup-buildx-action'),
      actionStep('Check the Dockerfile', 'docker/build-push-action', { ...build, call: 'check' }),
      actionStep('Build the image', 'docker/build-push-action', {
        ...build,
        load: true,
        tags: '${{ matrix.image }}:ci',
        'cache-from': 'type=gha,scope=${{ matrix.image }}',
        'cache-to': 'type=gha,mode=max,scope=${{ matrix.image }}',
      }),
      nonRootStep(),
      actionStep('List what is in the image (SBOM)', 'anchore/sbom-action', {
        image: '${{ matrix.image }}:ci',
        format: 'spdx-json',
        'artifact-name': 'sbom-${{ matrix.image }}.spdx.json',
        'upload-release-assets': false,
      }),
      actionStep(
        'Build for every platform',
        'docker/build-push-action',
        { ...build, platforms, 'cache-from': 'type=gha,scope=${{ matrix.image }}' },
        { if: "github.event_name == 'push'" },
      ),
    ],
  };
}

/** Scans the SBOMs of all images for known vulnerabilities. */
export function scanJob(imageJobId: string): WorkflowJob {
  return {
    name: 'Scan the images',
    needs: imageJobId,
    'runs-on': runner,
    'timeout-minutes': 20,
    permissions: { contents: 'read' },
    steps: [
      actionStep('Download the SBOMs', 'actions/download-artifact', { pattern: 'sbom-*', path: 'sboms' }),
      actionStep('Set up Go', 'actions/setup-go', {
        'go-version': runtimeTables['go']?.defaultLine ?? '',
        cache: false,
      }),
      { name: 'Install Grype', run: `go install github.com/anchore/grype/cmd/grype@${grypeVersion}` },
      { name: 'Scan for vulnerabilities that have a fix', run: scanScript },
    ],
  };
}

/**
 * Verified by Go's checksum database when it is installed; no pinned action and no image digest of a scanner is known offline.
 *
 * Source: builds with Go 1.26 through the Go module proxy, tried 2026-11-22.
 */
const grypeVersion = 'v0.110.0';

const scanScript = `set -euo pipefail
found=0
while IFS= read -r -d '' sbom; do
  found=1
  echo "Scanning $sbom"
  "$(go env GOPATH)/bin/grype" "sbom:$sbom" --only-fixed --fail-on high
done < <(find sboms -type f -name '*.json' -print0)
if [ "$found" -eq 0 ]; then
  echo 'No SBOM was found.' >&2
  exit 1
fi
`;

function nonRootStep(): WorkflowStep {
  return {
    name: 'Check that it does not run as root',
    env: { IMAGE: '${{ matrix.image }}:ci' },
    run: `user="$(docker image inspect --format '{{.Config.User}}' "$IMAGE")"
case "\${user%%:*}" in
  '' | root | 0)
    echo "$IMAGE runs as root." >&2
    exit 1
    ;;
esac
`,
  };
}
