import type { TaskCheck } from '@devops-orchestrator/contracts';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { hostPortVariable } from '../requirements/environment-file.js';
import { liveRequirements } from './live-requirements.js';
import type { ScriptContext } from './script-context.js';

/** Checks that deploy, roll back, back up and restore for real; none where that cannot succeed on any machine. */
export function liveChecks(input: CapabilityInput, context: ScriptContext): TaskCheck[] {
  const { model } = input;
  // What runs elsewhere cannot be reached from a check, and a compose file of the user's may hold anything.
  if (model.external.length > 0 || model.productionCompose.kept) return [];
  const requires = [...liveRequirements(input), 'curl'];
  const check = (id: string, template: string, timeoutSeconds: number): TaskCheck => {
    const workspace = `${model.project}-verify-${id}`;
    const values = { ...context, ...checkContext(input, context), workspace };
    const environment = renderTemplate('deployment-scripts/check-environment.sh', values).trimEnd();
    return {
      id,
      tier: 'live',
      command: renderTemplate(`deployment-scripts/${template}.check.sh`, { ...values, environment }).trimEnd(),
      requires,
      timeoutSeconds,
      cleanup: cleanUp(workspace, context.productionCompose, context),
    };
  };
  return [
    check('deploy-works', 'deploy', 1800),
    ...(context.stores.some(({ kind }) => probes[kind] !== undefined)
      ? [check('deploy-backup-restores', 'backup', 900)]
      : []),
  ];
}

/** Takes down everything of a project, and the images and files of the check. */
function cleanUp(project: string, composeFile: string, { images }: ScriptContext): string {
  const tags = images.flatMap(({ image }) => ['verify-1', 'verify-2', 'verify-broken'].map((tag) => `${image}:${tag}`));
  const down = `IMAGE_TAG=verify-1 docker compose --project-name ${quoteShell(project)} --env-file "$work/.env" --file ${quoteShell(composeFile)}`;
  return [
    `work="\${TMPDIR:-/tmp}/${project}"`,
    `[ ! -f "$work/.env" ] || ${down} down --volumes --remove-orphans --timeout 5`,
    `docker image rm --force ${tags.map(quoteShell).join(' ')} >/dev/null 2>&1 || true`,
    'rm -rf -- "$work"',
  ].join('\n');
}

interface StoreProbe {
  service: string;
  write: string;
  erase: string;
  read: string;
}

/** Shell in a store's container that writes a mark, takes it away, and prints it. Source: the clients' manuals. */
const probes: Readonly<Record<string, { client: string; write: string; erase: string; read: string }>> = {
  postgres: {
    client: 'psql --quiet --tuples-only --no-align --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command ',
    write: '"CREATE TABLE backup_probe AS SELECT 42 AS mark"',
    erase: '"DROP TABLE backup_probe"',
    read: '"SELECT mark FROM backup_probe"',
  },
  mariadb: {
    client: 'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --user=root --skip-column-names "$MARIADB_DATABASE" --execute ',
    write: '"CREATE TABLE backup_probe AS SELECT 42 AS mark"',
    erase: '"DROP TABLE backup_probe"',
    read: '"SELECT mark FROM backup_probe"',
  },
  mysql: {
    client: 'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root --skip-column-names "$MYSQL_DATABASE" --execute ',
    write: '"CREATE TABLE backup_probe AS SELECT 42 AS mark"',
    erase: '"DROP TABLE backup_probe"',
    read: '"SELECT mark FROM backup_probe"',
  },
  redis: {
    client: 'if [ -n "${REDIS_PASSWORD:-}" ]; then export REDISCLI_AUTH="$REDIS_PASSWORD"; fi; redis-cli ',
    write: 'SET backup_probe 42',
    erase: 'DEL backup_probe',
    read: 'GET backup_probe',
  },
};

function checkContext({ model }: CapabilityInput, context: ScriptContext) {
  const stores = context.stores.flatMap(({ service, kind }): StoreProbe[] => {
    const probe = probes[kind];
    if (probe === undefined) return [];
    const command = (words: string) => quoteShell(`${probe.client}${words}`);
    return [{ service, write: command(probe.write), erase: command(probe.erase), read: command(probe.read) }];
  });
  return {
    probes: stores,
    hostPorts: model.components
      .filter(({ hostPort }) => hostPort !== undefined)
      .map(({ name }) => hostPortVariable(name)),
  };
}
