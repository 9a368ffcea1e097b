import type { DeployableComponent, ModelVariable, ServiceInstance } from '../delivery-model/delivery-model.js';
import { literal } from './workflow-step.js';

/** Backing services of a test job, as GitHub's `services:` takes them; their passwords hold for one run only. */
export function testServices(services: readonly ServiceInstance[]): Record<string, unknown> {
  return Object.fromEntries(services.map((service) => [service.name, testService(service)]));
}

/** Variables that tests need: connections to the job's services, defaults of the code, passwords of this run. */
export function testEnvironment(
  components: readonly DeployableComponent[],
  services: readonly ServiceInstance[],
): Record<string, string> {
  const variables = components.flatMap(({ component, environment }) =>
    environment.filter(({ name }) => name !== component.portVariable && !setByTheJob.test(name)),
  );
  const known = services.flatMap((service) => serviceValues(service));
  const values = variables.map((variable) => [variable.name, valueInJob(variable, new Map(known), services)] as const);
  return Object.fromEntries(
    values.filter((entry): entry is [string, string] => entry[1] !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

// No secret: it is reached from this job's runner only, and ends with it.
const passwordOfThisRun = 'ci-${{ github.run_id }}';

// `NODE_ENV=production` would leave out what tests need; the rest belongs to GitHub or to the running application.
const setByTheJob =
  /^(NODE_ENV|.*_ENV|ENVIRONMENT|HOST|HOSTNAME|PORT|BIND|LISTEN|CI|PATH|HOME|NODE_OPTIONS|GITHUB_.*|RUNNER_.*)$/;

function testService(service: ServiceInstance): Record<string, unknown> {
  const environment = service.kind === 'redis' ? [] : serviceValues(service);
  const port = String(service.port);
  return {
    image: service.image,
    ...(environment.length > 0 ? { env: Object.fromEntries(environment) } : {}),
    ports: [`${port}:${port}`],
    options: `--health-cmd "${healthCommand(service)}" --health-interval 5s --health-timeout 5s --health-retries 20`,
  };
}

/** The server's variables in the job; a password of Redis is left out, because a job's service takes no command that sets it. */
function serviceValues(service: ServiceInstance): [string, string][] {
  return service.environment.map((variable) => [
    variable.name,
    service.kind === 'redis'
      ? ''
      : onRunner(literal(variable.value ?? variable.default ?? ''), [service]) || passwordOfThisRun,
  ]);
}

/** The runner reads double quotes and backslashes in `options`, and no single quotes. */
function healthCommand(service: ServiceInstance): string {
  const [form, ...words] = service.kind === 'redis' ? ['CMD', 'redis-cli', 'ping'] : service.healthcheck;
  const command =
    form === 'CMD-SHELL'
      ? words.join(' ').replaceAll(/"(\$[A-Za-z_]\w{0,63})"/g, '$1')
      : words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ');
  return command.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

function valueInJob(
  variable: ModelVariable,
  known: ReadonlyMap<string, string>,
  services: readonly ServiceInstance[],
): string | undefined {
  const value = variable.value ?? variable.default;
  if (value === undefined) return variable.secret && variable.required ? passwordOfThisRun : undefined;
  const resolved = literal(value).replaceAll(/\$\{([A-Za-z_]\w{0,127})(?::?-[^}]*)?\}/g, (_, name: string) => {
    return known.get(name) ?? passwordOfThisRun;
  });
  return onRunner(resolved, services).replace('//:@', '//');
}

/** Services answer on the runner's own address, not under their names. */
function onRunner(value: string, services: readonly ServiceInstance[]): string {
  return services.reduce((text, { name, port }) => {
    const address = `${name}:${String(port)}`;
    const exact = text === name ? 'localhost' : text.replaceAll(address, `localhost:${String(port)}`);
    return exact.replaceAll(`host=${name} `, 'host=localhost ');
  }, value);
}
