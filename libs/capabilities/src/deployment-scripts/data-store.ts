import type { DeliveryModel, ServiceInstance } from '../delivery-model/delivery-model.js';

/** A data store that the backup scripts know, with the shell that dumps it and the shell that reads a dump back. */
export interface DataStore {
  service: string;
  kind: string;
  /** Of the backup file, without a dot in front. */
  extension: string;
  /** The service's name as part of a shell function's name. */
  function: string;
  /** Body of a shell function that writes the dump to standard output. */
  dump: string;
  /** Body of a shell function that reads the dump from standard input. */
  restore: string;
}

/** The data stores of the model that can be backed up through Compose, in the model's order. */
export function dataStores(model: DeliveryModel): DataStore[] {
  return model.services.flatMap((service) => {
    const commands = storeCommands[service.kind];
    return commands === undefined || service.volume === undefined ? [] : [dataStore(service, commands)];
  });
}

interface StoreCommands {
  extension: string;
  /** Shell that runs in the service's container; its own variables are there. */
  dump: string;
  restore: string;
  /** True when the dump is text, and is compressed on its way. */
  text?: boolean;
  /** Shell that replaces the data while the server is stopped. */
  offline?: boolean;
}

const redisRestore = `set -eu
cd /data
rm -rf appendonlydir appendonly.aof
cat > dump.rdb
redis-server --dir /data --appendonly no --bind 127.0.0.1 --port 6379 --daemonize yes --logfile /dev/null --pidfile "" >/dev/null
until [ "$(redis-cli ping 2>/dev/null)" = PONG ]; do sleep 1; done
redis-cli config set appendonly yes >/dev/null
until redis-cli info persistence | grep -q "aof_rewrite_in_progress:0" && redis-cli info persistence | grep -q "aof_rewrite_scheduled:0"; do sleep 1; done
redis-cli shutdown save`;

/** Source: the manuals of pg_dump, mysqldump, mariadb-dump, mongodump and redis-cli; variables of the official images. */
const storeCommands: Readonly<Record<string, StoreCommands>> = {
  postgres: {
    extension: 'dump',
    dump: 'exec pg_dump --format=custom --no-owner --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}"',
    restore:
      'exec pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}"',
  },
  mariadb: {
    extension: 'sql.gz',
    text: true,
    dump: 'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" exec mariadb-dump --user=root --single-transaction --routines --events --triggers "$MARIADB_DATABASE"',
    restore: 'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" exec mariadb --user=root "$MARIADB_DATABASE"',
  },
  mysql: {
    extension: 'sql.gz',
    text: true,
    dump: 'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec mysqldump --user=root --single-transaction --no-tablespaces --routines --events --triggers "$MYSQL_DATABASE"',
    restore: 'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec mysql --user=root "$MYSQL_DATABASE"',
  },
  mongodb: {
    extension: 'archive.gz',
    dump: 'exec mongodump --quiet --archive --gzip --username "$MONGO_INITDB_ROOT_USERNAME" --password "$MONGO_INITDB_ROOT_PASSWORD" --authenticationDatabase admin',
    restore:
      'exec mongorestore --quiet --archive --gzip --drop --username "$MONGO_INITDB_ROOT_USERNAME" --password "$MONGO_INITDB_ROOT_PASSWORD" --authenticationDatabase admin',
  },
  redis: {
    extension: 'rdb',
    dump: 'if [ -n "${REDIS_PASSWORD:-}" ]; then export REDISCLI_AUTH="$REDIS_PASSWORD"; fi; exec redis-cli --rdb - 2>/dev/null',
    restore: redisRestore,
    offline: true,
  },
};

function dataStore(service: ServiceInstance, commands: StoreCommands): DataStore {
  const { name } = service;
  const inContainer = (script: string) => `compose exec --no-TTY ${name} sh -c ${quoted(script)}`;
  const packed = commands.text === true;
  return {
    service: name,
    kind: service.kind,
    extension: commands.extension,
    function: name.replaceAll('-', '_'),
    dump: `  # shellcheck disable=SC2016 # the variables are the container's\n  ${inContainer(commands.dump)}${packed ? ' | gzip -9' : ' </dev/null'}`,
    restore:
      commands.offline === true
        ? offlineRestore(name, commands.restore)
        : onlineRestore(name, commands.restore, packed),
  };

  function onlineRestore(target: string, script: string, isPacked: boolean): string {
    const start = `  compose up --detach --no-build --no-recreate --no-deps --wait --wait-timeout "$timeout" ${target} </dev/null || return 1`;
    return `${start}\n  # shellcheck disable=SC2016 # the variables are the container's\n  ${isPacked ? 'gzip -dc | ' : ''}${inContainer(script)}`;
  }
}

/** The server is stopped, a one-shot container of the same service fills its volume, and the server starts again. */
function offlineRestore(name: string, script: string): string {
  return `  compose stop ${name} </dev/null || return 1
  # shellcheck disable=SC2016 # the variables are the container's
  compose run --rm --no-deps --no-TTY --user redis --entrypoint sh ${name} -c ${quoted(script)} || return 1
  compose up --detach --no-build --no-recreate --no-deps --wait --wait-timeout "$timeout" ${name} </dev/null`;
}

const quoted = (script: string) => `'${script.replaceAll("'", `'\\''`)}'`;
