/** A part of a connection to a backing service that a variable stands for. */
export type ConnectionPart = 'url' | 'host' | 'port' | 'user' | 'password' | 'database' | 'address';

export interface ConnectionVariable {
  kind: string;
  part: ConnectionPart;
}

const parts: readonly [ConnectionPart, readonly string[]][] = [
  ['url', ['URL', 'URI', 'DSN', 'CONNECTION_STRING', 'CONNECTION_URL', 'CONNECTION_URI', 'CONN_STR', 'JDBC_URL']],
  ['address', ['ADDR', 'ADDRESS', 'SERVERS', 'BROKERS', 'BROKER', 'BOOTSTRAP_SERVERS', 'HOSTS', 'ENDPOINT']],
  ['host', ['HOST', 'HOSTNAME', 'SERVER']],
  ['port', ['PORT']],
  ['user', ['USER', 'USERNAME', 'LOGIN', 'DEFAULT_USER', 'INITDB_ROOT_USERNAME', 'ROOT_USERNAME']],
  [
    'password',
    ['PASSWORD', 'PASS', 'PASSWD', 'PWD', 'USER_PASSWORD', 'DEFAULT_PASS', 'INITDB_ROOT_PASSWORD', 'ROOT_PASSWORD'],
  ],
  ['database', ['DB', 'NAME', 'DATABASE', 'DBNAME', 'DB_NAME', 'DATABASE_NAME', 'SCHEMA', 'INITDB_DATABASE']],
];

const relational = ['postgres', 'mariadb', 'mysql'];
/** Endings that are a database's name only where there is a database: `QUEUE_NAME` is none. */
const namesDatabase = new Set(['NAME', 'SCHEMA', 'DBNAME', 'DB_NAME', 'DATABASE_NAME']);
/** Words in a variable's name that say what kind of server it speaks of; the first kind that the component uses is meant. */
const words: readonly [string, readonly string[]][] = [
  ['POSTGRESQL', ['postgres']],
  ['POSTGRES', ['postgres']],
  ['PGSQL', ['postgres']],
  ['PG', ['postgres']],
  ['MYSQL', ['mysql', 'mariadb']],
  ['MARIADB', ['mariadb', 'mysql']],
  ['MONGODB', ['mongodb']],
  ['MONGO', ['mongodb']],
  ['REDIS', ['redis']],
  ['MEMCACHED', ['memcached']],
  ['MEMCACHE', ['memcached']],
  ['RABBITMQ', ['rabbitmq']],
  ['RABBIT', ['rabbitmq']],
  ['AMQP', ['rabbitmq']],
  ['KAFKA', ['kafka']],
  ['CELERY_BROKER', ['rabbitmq', 'redis']],
  ['CELERY_RESULT', ['redis', ...relational]],
  ['BROKER', ['rabbitmq', 'redis', 'kafka']],
  ['RESULT_BACKEND', ['redis', ...relational]],
  ['QUEUE', ['rabbitmq', 'redis']],
  ['CACHE', ['redis', 'memcached']],
  ['SQLALCHEMY_DATABASE', relational],
  ['DATABASE', [...relational, 'mongodb']],
  ['TYPEORM', relational],
  ['SQL', relational],
  ['DB', [...relational, 'mongodb']],
];

/** Complete names that carry the part without a separator. */
const whole: Readonly<Record<string, readonly [ConnectionPart, readonly string[]]>> = {
  PGHOST: ['host', ['postgres']],
  PGPORT: ['port', ['postgres']],
  PGUSER: ['user', ['postgres']],
  PGPASSWORD: ['password', ['postgres']],
  PGDATABASE: ['database', ['postgres']],
  CELERY_BROKER: ['url', ['rabbitmq', 'redis']],
  CELERY_BACKEND: ['url', ['redis']],
  CELERY_RESULT_BACKEND: ['url', ['redis', ...relational]],
  DIRECT_URL: ['url', relational],
  CLOUDAMQP_URL: ['url', ['rabbitmq']],
  MONGOHOST: ['host', ['mongodb']],
  REDISHOST: ['host', ['redis']],
  REDISPORT: ['port', ['redis']],
};

/** Tells which of the component's services a variable connects to, and which part of the connection it is; undefined for others. */
export function readConnectionVariable(name: string, used: readonly string[]): ConnectionVariable | undefined {
  const upper = name.toUpperCase();
  const direct = whole[upper];
  if (direct !== undefined) return meant(direct[0], direct[1], used);
  for (const [part, endings] of parts) {
    for (const ending of endings) {
      if (!upper.endsWith(`_${ending}`)) continue;
      const subject = upper.slice(0, -ending.length - 1);
      for (const [word, kinds] of words) {
        // Only a URL carries its subject in front of other words (`POSTGRES_PRISMA_URL`): `CACHE_KEY_NAME` is no database.
        const subjectFits = subject === word || subject.endsWith(`_${word}`);
        if (!subjectFits && !(part === 'url' && subject.startsWith(`${word}_`))) continue;
        const found = meant(part, namesDatabase.has(ending) ? kinds.filter(isDatabase) : kinds, used);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function isDatabase(kind: string): boolean {
  return relational.includes(kind) || kind === 'mongodb';
}

function meant(
  part: ConnectionPart,
  kinds: readonly string[],
  used: readonly string[],
): ConnectionVariable | undefined {
  const kind = kinds.find((candidate) => used.includes(candidate));
  return kind === undefined ? undefined : { kind, part };
}
