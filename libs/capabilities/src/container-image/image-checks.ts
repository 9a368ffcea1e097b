import type { TaskCheck } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import type { CapabilityInput, CriterionDraft } from '../capability.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { buildImage, imageOwners } from './build-image.js';

export interface CheckedCriteria {
  checks: TaskCheck[];
  criteria: CriterionDraft[];
}

/** What proves the images: verifiers, hadolint, and for each image a build and, where it can start alone, a run. */
export function imageChecks(input: CapabilityInput, files: readonly string[]): CheckedCriteria {
  const owners = imageOwners(input);
  const generated = owners.filter((owner) => !owner.dockerfileKept).map((owner) => owner.dockerfile);
  const kept = owners.filter((owner) => owner.dockerfileKept).map((owner) => owner.dockerfile);
  const parts = [
    ...(files.length === 0 ? [] : [fileCheck('image-files', files, 'The image files pass every built-in rule')]),
    ...(kept.length === 0
      ? []
      : [
          fileCheck('image-files-kept', kept, 'The kept Dockerfiles were judged, findings are reported', '--advisory '),
        ]),
    ...(generated.length === 0 ? [] : [lintCheck(generated)]),
    ...owners.flatMap((owner) => liveChecks(owner, input)),
  ];
  return {
    checks: parts.map((part) => part.check),
    criteria: parts.map(({ check, text }) => ({ text, checks: [check.id] })),
  };
}

interface CheckPart {
  check: TaskCheck;
  text: string;
}

function fileCheck(id: string, paths: readonly string[], text: string, flag = ''): CheckPart {
  const command = `devops-orchestrator verify ${flag}${paths.map(quoteShell).join(' ')}`;
  return { check: { id, tier: 'static', command, requires: [], timeoutSeconds: 60 }, text };
}

function lintCheck(paths: readonly string[]): CheckPart {
  const command = `hadolint ${paths.map(quoteShell).join(' ')}`;
  return {
    check: { id: 'image-lint', tier: 'tools', command, requires: ['hadolint'], timeoutSeconds: 60 },
    text: 'hadolint finds nothing in the generated Dockerfiles',
  };
}

function liveChecks(deployable: DeployableComponent, input: CapabilityInput): CheckPart[] {
  const { name } = deployable;
  const plan = buildImage(deployable, input);
  const requires = ['docker', ...(plan?.images ?? []).map((image) => `image:${image}`)];
  const tag = verifyTag(deployable);
  const builds: CheckPart = {
    check: {
      id: `image-${name}-builds`,
      tier: 'live',
      command: `${buildCommand(deployable)}\n${userCheck(tag)}`,
      requires,
      timeoutSeconds: 1800,
    },
    text: `The image of ${name} builds from a clean checkout and runs as a user that is not root`,
  };
  if (deployable.dockerfileKept)
    return [
      {
        ...builds,
        check: { ...builds.check, command: buildCommand(deployable) },
        text: `The kept Dockerfile of ${name} builds`,
      },
    ];
  if (!startsAlone(deployable, input)) return [builds];
  const container = `${deployable.image}-${name}-verify`;
  const runs: CheckPart = {
    check: {
      id: `image-${name}-runs`,
      tier: 'live',
      command: runCommand(deployable, container, input),
      requires: [...requires, ...(deployable.port === undefined ? [] : ['curl'])],
      timeoutSeconds: 1800,
      cleanup: `docker rm --force --volumes ${container} >/dev/null 2>&1 || true`,
    },
    text:
      deployable.port === undefined
        ? `${name} runs on a read-only root without capabilities, and stops on SIGTERM within 10 s`
        : `${name} becomes healthy on a read-only root without capabilities, answers${deployable.healthPath === undefined ? '' : ` on ${deployable.healthPath}`}, and stops on SIGTERM within 10 s`,
  };
  return [builds, runs];
}

/** Tag of images that checks build: never one that a registry or a compose file uses. */
export function verifyTag({ image }: DeployableComponent): string {
  return `${image}:verify`;
}

function buildCommand(deployable: DeployableComponent): string {
  const { dockerfile, context } = deployable;
  return `docker build --tag ${verifyTag(deployable)} --file ${quoteShell(dockerfile)} ${quoteShell(context)}`;
}

/** The user must be a number: Kubernetes cannot tell whether a name is root. */
function userCheck(tag: string): string {
  return [
    `user=$(docker image inspect --format '{{.Config.User}}' ${tag})`,
    `[[ $user =~ ^[1-9][0-9]*(:[0-9]+)?$ ]] || { echo "runs as '$user'"; exit 1; }`,
  ].join('\n');
}

/** Proof without other servers: what needs a database is proved by the compose check. */
function startsAlone(deployable: DeployableComponent, { model }: CapabilityInput): boolean {
  const external = model.external.some((service) => service.usedBy.includes(deployable.name));
  return deployable.needs.length === 0 && !external && deployable.component.kind !== 'job';
}

function runCommand(deployable: DeployableComponent, container: string, input: CapabilityInput): string {
  const { port } = deployable;
  const lines = [
    buildCommand(deployable),
    `docker rm --force --volumes ${container} >/dev/null 2>&1 || true`,
    `docker run --detach --name ${container} ${runOptions(deployable, input).join(' ')} ${verifyTag(deployable)}`,
  ];
  if (port === undefined) {
    lines.push(
      'sleep 5',
      `[[ $(docker inspect --format '{{.State.Status}}' ${container}) == running ]] || { docker logs ${container}; exit 1; }`,
    );
  } else {
    lines.push(
      `for _ in {1..90}; do`,
      `  health=$(docker inspect --format '{{.State.Health.Status}}' ${container})`,
      `  [[ $health == starting ]] || break`,
      `  sleep 1`,
      `done`,
      `[[ $health == healthy ]] || { docker logs ${container}; exit 1; }`,
      `address=$(docker port ${container} ${String(port)}/tcp | head -n 1)`,
      answerCheck(deployable, '"http://$address"'),
    );
  }
  lines.push(
    `docker stop --time 10 ${container} >/dev/null`,
    `code=$(docker inspect --format '{{.State.ExitCode}}' ${container})`,
    `[[ $code != 137 ]] || { echo 'did not stop on SIGTERM within 10 s'; exit 1; }`,
  );
  return lines.join('\n');
}

/**
 * Asks a server that runs, by its health path where it has one. Django's 400 for a host that it is not told of, and its redirect to
 * HTTPS, are answers: what it is told is the user's.
 */
export function answerCheck({ component, healthPath }: DeployableComponent, address: string): string {
  // A gRPC server speaks HTTP/2 alone, and refuses what is no call of it by an answer.
  const protocol = component.framework === 'grpc' ? ' --http2-prior-knowledge' : '';
  const curl = `curl --silent --show-error --max-time 10 --output /dev/null${protocol}`;
  if (healthPath === undefined) return `${curl} ${address}/`;
  const url = `${address}${quoteShell(healthPath)}`;
  if (component.framework !== 'django') return `${curl} --fail --location ${url}`;
  return `[[ $(${curl} --write-out '%{http_code}' ${url}) =~ ^([23]..|400)$ ]]`;
}

function runOptions(deployable: DeployableComponent, input: CapabilityInput): string[] {
  const scratch = buildImage(deployable, input)?.scratch ?? [];
  return [
    '--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges',
    ...scratch.map((path) => `--tmpfs ${path}:uid=10001,gid=10001,mode=0700`),
    ...deployable.volumes.map(({ target }) => `--volume ${quoteShell(target)}`),
    ...(deployable.port === undefined ? [] : [`--publish 127.0.0.1::${String(deployable.port)}`]),
    ...deployable.environment
      .filter((variable) => !variable.buildTime)
      .flatMap(({ name, value, required, default: fallback }) => {
        const fixed = value?.replace(/\$\{(\w+)\}/g, (_, part) => (part === name ? (fallback ?? '') : 'placeholder'));
        const given = fixed ?? fallback ?? (required ? 'placeholder' : undefined);
        return given === undefined ? [] : [`--env ${quoteShell(`${name}=${given}`)}`];
      }),
  ];
}
