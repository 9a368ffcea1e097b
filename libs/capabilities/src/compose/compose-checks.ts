import type { TaskCheck } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import type { CapabilityInput, CriterionDraft } from '../capability.js';
import { buildImage, imageOwners } from '../container-image/build-image.js';
import { answerCheck } from '../container-image/image-checks.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { createEnvironmentFile } from '../requirements/environment-steps.js';
import { hostPortVariable } from '../requirements/environment-file.js';

interface CheckPart {
  check: TaskCheck;
  text: string;
}

/** What proves the compose files: verifiers, Compose's own reading of them, and everything started and called. */
export function composeChecks(
  input: CapabilityInput,
  generated: readonly string[],
): { checks: TaskCheck[]; criteria: CriterionDraft[] } {
  const { compose, productionCompose } = input.model;
  const kept = [compose, productionCompose].filter((file) => file.kept).map((file) => file.path);
  const parts = [
    ...(generated.length === 0
      ? []
      : [staticCheck('compose-files', generated, 'The compose files pass every built-in rule')]),
    ...(kept.length === 0
      ? []
      : [
          staticCheck(
            'compose-files-kept',
            kept,
            'The kept compose files were judged, findings are reported',
            '--advisory ',
          ),
        ]),
    ...(generated.length === 0 ? [] : [configCheck(generated)]),
    ...(compose.kept ? [] : [liveCheck(input)]),
  ];
  return {
    checks: parts.map((part) => part.check),
    criteria: parts.map(({ check, text }) => ({ text, checks: [check.id] })),
  };
}

function staticCheck(id: string, paths: readonly string[], text: string, flag = ''): CheckPart {
  const command = `devops-orchestrator verify ${flag}${paths.map(quoteShell).join(' ')}`;
  return { check: { id, tier: 'static', command, requires: [], timeoutSeconds: 60 }, text };
}

/** A temporary environment file; what only a person knows gets a placeholder, so that nothing is missing. */
const temporaryEnvironment = [
  'environment=$(mktemp -u)',
  `bash ${createEnvironmentFile} "$environment" >/dev/null`,
  `trap 'rm -f -- "$environment"' EXIT`,
  `sed -i -E 's/^([A-Za-z_][A-Za-z0-9_]*)=$/\\1=placeholder/' "$environment"`,
];

function configCheck(paths: readonly string[]): CheckPart {
  const lines = [
    ...temporaryEnvironment,
    ...paths.map(
      (path) => `IMAGE_TAG=verify docker compose --env-file "$environment" --file ${quoteShell(path)} config --quiet`,
    ),
  ];
  return {
    check: {
      id: 'compose-config',
      tier: 'tools',
      command: lines.join('\n'),
      requires: ['compose'],
      timeoutSeconds: 60,
    },
    text: 'Docker Compose reads the compose files without an error or a missing variable',
  };
}

function liveCheck(input: CapabilityInput): CheckPart {
  const { model } = input;
  const project = `${model.project}-verify`;
  const published = model.components.filter((deployable) => deployable.hostPort !== undefined);
  const ports = published.map((deployable) => `${hostPortVariable(deployable.name)}=0`);
  const names = [
    ...model.components.filter((deployable) => deployable.component.kind !== 'job'),
    ...model.services,
  ].map(({ name }) => name);
  const down = `docker compose --project-name ${project} --file ${quoteShell(model.compose.path)} --env-file /dev/null down --volumes --remove-orphans --timeout 20`;
  const lines = [
    ...temporaryEnvironment,
    `compose() { ${[...ports, `docker compose --project-name ${project} --env-file "$environment" --file ${quoteShell(model.compose.path)} "$@"`].join(' ')}; }`,
    `compose up --build --detach --wait --wait-timeout 600 ${names.join(' ')} || { compose ps --all; compose logs --tail 50; exit 1; }`,
    ...published.map(callLine),
    ...stopLines(model.components),
  ];
  const images = imageOwners(input).flatMap((owner) => buildImage(owner, input)?.images ?? []);
  const requires = [...new Set([...images, ...model.services.map((service) => service.image)])].sort();
  return {
    check: {
      id: 'compose-runs',
      tier: 'live',
      command: lines.join('\n'),
      requires: ['docker', 'compose', 'curl', ...requires.map((image) => `image:${image}`)],
      timeoutSeconds: 2700,
      cleanup: `${requiredVariables(input)}${down}`,
    },
    text: `Everything starts from nothing in order, becomes healthy${published.length === 0 ? '' : ', and answers'}; the components stop on SIGTERM within 10 s`,
  };
}

function callLine(deployable: DeployableComponent): string {
  return answerCheck(deployable, `"http://$(compose port ${deployable.name} ${String(deployable.port)})"`);
}

/** Programs that ignore SIGTERM are killed, which loses what they were doing: exit status 137. */
function stopLines(components: readonly DeployableComponent[]): string[] {
  const names = components.filter((deployable) => !deployable.dockerfileKept).map((deployable) => deployable.name);
  if (names.length === 0) return [];
  return [
    `compose stop --timeout 10 ${names.join(' ')}`,
    `killed=$(compose ps --all --format '{{.Name}} {{.ExitCode}}' ${names.join(' ')} | grep ' 137$' || true)`,
    `[[ -z $killed ]] || { echo "did not stop on SIGTERM within 10 s: $killed"; exit 1; }`,
  ];
}

/** Compose reads the whole file before it takes anything down. */
function requiredVariables({ model }: CapabilityInput): string {
  const names = [...model.components, ...model.services].flatMap(({ environment }) =>
    environment.filter((variable) => variable.required).map((variable) => variable.name),
  );
  return [...new Set(names)]
    .sort()
    .map((name) => `${name}=- `)
    .join('');
}
