import type { CapabilityInput } from '../capability.js';
import { buildImage } from '../container-image/build-image.js';
import { componentProbe, hasHealthcheck, workerProbe } from '../container-image/health-probe.js';
import { migrationCommand, processCommand } from '../container-image/process-command.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { goMigration } from '../delivery-model/go-migration.js';
import { hostPortVariable } from '../requirements/environment-file.js';
import { composeBuildArguments, composeEnvironment, composeText } from './compose-environment.js';
import type { ComposeStage } from './compose-file.js';
import { composeHealthcheck, serviceDefaults } from './service-defaults.js';

/** The service of a component, and before it the one that migrates its database. */
export function composeComponentServices(
  deployable: DeployableComponent,
  input: CapabilityInput,
  stage: ComposeStage,
): Record<string, unknown> {
  const base = baseService(deployable, input, stage);
  const services: Record<string, unknown> = {};
  if (deployable.migrationService !== undefined) {
    services[deployable.migrationService] = {
      ...base,
      ...migrationOf(deployable, input, base),
      depends_on: dependencies(deployable, input, false),
      healthcheck: { disable: true },
      restart: 'no',
    };
  }
  services[deployable.name] = {
    ...base,
    ...processOf(deployable, input),
    ...dependsOn(deployable, input),
    ...publishedPort(deployable),
    ...healthcheckOf(deployable, input),
    // A job ends: it is started by name (`docker compose run --rm`), never with everything else.
    ...(deployable.component.kind === 'job' ? { profiles: ['jobs'], restart: 'no' } : { restart: 'unless-stopped' }),
    stop_grace_period: '30s',
  };
  return services;
}

function baseService(
  deployable: DeployableComponent,
  input: CapabilityInput,
  stage: ComposeStage,
): Record<string, unknown> {
  const { model } = input;
  const environment = composeEnvironment(deployable.environment, model);
  const owner = input.model.components.find((other) => other.name === deployable.sharesImageOf) ?? deployable;
  const kept = deployable.dockerfileKept;
  const scratch = buildImage(owner, input)?.scratch ?? [];
  return {
    ...imageSource(deployable, stage),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(deployable.volumes.length === 0
      ? {}
      : { volumes: deployable.volumes.map(({ name, target }) => `${name}:${target}`) }),
    // An image of the user's may write to its own file system and need capabilities.
    ...(kept
      ? {}
      : {
          read_only: true,
          tmpfs: ['/tmp', ...scratch.map((path) => `${path}:uid=10001,gid=10001,mode=0700`)],
          cap_drop: ['ALL'],
        }),
    ...serviceDefaults(stage, model.network, '512M'),
  };
}

function imageSource(deployable: DeployableComponent, stage: ComposeStage): Record<string, unknown> {
  if (stage === 'production') {
    return {
      image: `\${IMAGE_REGISTRY:+\${IMAGE_REGISTRY:-}/}${deployable.image}:\${IMAGE_TAG:?set the version to run}`,
    };
  }
  const { context, dockerfile } = deployable;
  const relative = context === '.' ? dockerfile : insideContext(context, dockerfile);
  const args = composeBuildArguments(deployable.environment);
  return {
    image: `${deployable.image}:development`,
    build: {
      context: context === '.' ? '.' : withoutVariables(`./${context}`),
      dockerfile: withoutVariables(relative),
      ...(Object.keys(args).length === 0 ? {} : { args }),
    },
  };
}

/** A path as Compose takes it: a dollar sign in a name begins no variable. */
function withoutVariables(path: string): string {
  return path.replaceAll('$', '$$$$');
}

/** Compose reads `dockerfile` from the context. */
function insideContext(context: string, dockerfile: string): string {
  if (dockerfile.startsWith(`${context}/`)) return dockerfile.slice(context.length + 1);
  return `${'../'.repeat(context.split('/').length)}${dockerfile}`;
}

function processOf(deployable: DeployableComponent, { files }: CapabilityInput): Record<string, unknown> {
  if (deployable.sharesImageOf === undefined) return {};
  return { command: escaped(processCommand(deployable, files).command) };
}

function escaped(words: readonly string[]): string[] {
  return words.map((word) => word.replaceAll('$', '$$$$'));
}

function dependsOn(deployable: DeployableComponent, input: CapabilityInput): Record<string, unknown> {
  const found = dependencies(deployable, input, true);
  return Object.keys(found).length === 0 ? {} : { depends_on: found };
}

function dependencies(
  deployable: DeployableComponent,
  input: CapabilityInput,
  afterMigration: boolean,
): Record<string, { condition: string }> {
  const { model, files } = input;
  const found: Record<string, { condition: string }> = {};
  for (const name of deployable.needs) found[name] = { condition: 'service_healthy' };
  const owner = deployable.sharesImageOf ?? deployable.name;
  const migration = model.components.find((other) => other.name === owner)?.migrationService;
  if (afterMigration && migration !== undefined) found[migration] = { condition: 'service_completed_successfully' };
  for (const proxy of deployable.proxies) {
    const target = model.components.find((other) => other.name === proxy.component);
    const probed = target !== undefined && componentProbe(target, files) !== undefined;
    found[proxy.component] = { condition: probed ? 'service_healthy' : 'service_started' };
  }
  return found;
}

/** The command of a migration and, for a tool built into the image, the address of the database. */
function migrationOf(
  deployable: DeployableComponent,
  input: CapabilityInput,
  base: Record<string, unknown>,
): Record<string, unknown> {
  const tool = goMigration(deployable.component, deployable.environment);
  if (tool === undefined) return { command: escaped(migrationCommand(deployable, input.files) ?? []) };
  const command = tool.command.map((word) => composeText(word, input.model));
  const added = Object.entries(tool.environment).map(([name, value]) => [name, composeText(value, input.model)]);
  const known = base['environment'] as Record<string, unknown> | undefined;
  return { command, environment: { ...known, ...(Object.fromEntries(added) as Record<string, unknown>) } };
}

function publishedPort({ name, port, hostPort }: DeployableComponent): Record<string, unknown> {
  if (port === undefined || hostPort === undefined) return {};
  return { ports: [`127.0.0.1:\${${hostPortVariable(name)}:-${String(hostPort)}}:${String(port)}`] };
}

function healthcheckOf(deployable: DeployableComponent, { files }: CapabilityInput): Record<string, unknown> {
  const probe = componentProbe(deployable, files);
  if (deployable.dockerfileKept && hasHealthcheck(files.read(deployable.dockerfile) ?? '')) return {};
  if (probe !== undefined) return { healthcheck: composeHealthcheck(['CMD', ...probe]) };
  const shares = deployable.sharesImageOf !== undefined && !deployable.dockerfileKept;
  if (shares && deployable.component.kind === 'worker') {
    return {
      healthcheck: {
        ...composeHealthcheck(workerProbe(deployable)),
        interval: '60s',
        timeout: '20s',
        start_interval: '5s',
      },
    };
  }
  return deployable.sharesImageOf === undefined ? {} : { healthcheck: { disable: true } };
}
