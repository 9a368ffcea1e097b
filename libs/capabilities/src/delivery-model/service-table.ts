import { serviceImages } from '@devops-orchestrator/reference-data';
import type { ServiceInstance } from './delivery-model.js';

/** How a backing service is run and reached. `$NAME` in commands is the server's own variable. */
export interface ServiceDefinition {
  image: string;
  port: number;
  /** Names of the server's variables for the parts of a connection; absent when it has none (a cache without accounts). */
  credentials?: { user?: string; password: string; database?: string };
  /** Further variables the server itself needs. */
  fixed?: Readonly<Record<string, string>>;
  /** Further secrets the server itself needs. */
  secrets?: readonly string[];
  dataDirectory?: string;
  healthcheck: readonly string[];
  command?: readonly string[];
}

/**
 * Backing services that Compose can run.
 *
 * Health checks go over TCP where a server that still initialises itself listens on its socket only.
 * Source: the images' own documentation (variables, data directories).
 */
export const serviceTable: Readonly<Record<string, ServiceDefinition>> = {
  postgres: {
    image: serviceImages.postgres,
    port: 5432,
    credentials: { user: 'POSTGRES_USER', password: 'POSTGRES_PASSWORD', database: 'POSTGRES_DB' },
    dataDirectory: '/var/lib/postgresql/data',
    healthcheck: ['CMD-SHELL', 'pg_isready --host 127.0.0.1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"'],
  },
  mysql: {
    image: serviceImages.mysql,
    port: 3306,
    credentials: { user: 'MYSQL_USER', password: 'MYSQL_PASSWORD', database: 'MYSQL_DATABASE' },
    secrets: ['MYSQL_ROOT_PASSWORD'],
    dataDirectory: '/var/lib/mysql',
    healthcheck: ['CMD-SHELL', 'MYSQL_PWD="$MYSQL_PASSWORD" mysqladmin ping --host 127.0.0.1 --user "$MYSQL_USER"'],
  },
  mariadb: {
    image: serviceImages.mariadb,
    port: 3306,
    credentials: { user: 'MARIADB_USER', password: 'MARIADB_PASSWORD', database: 'MARIADB_DATABASE' },
    secrets: ['MARIADB_ROOT_PASSWORD'],
    dataDirectory: '/var/lib/mysql',
    healthcheck: [
      'CMD-SHELL',
      'MYSQL_PWD="$MARIADB_PASSWORD" mariadb-admin ping --host 127.0.0.1 --user "$MARIADB_USER"',
    ],
  },
  mongodb: {
    image: serviceImages.mongodb,
    port: 27017,
    credentials: {
      user: 'MONGO_INITDB_ROOT_USERNAME',
      password: 'MONGO_INITDB_ROOT_PASSWORD',
      database: 'MONGO_INITDB_DATABASE',
    },
    dataDirectory: '/data/db',
    healthcheck: ['CMD', 'mongosh', '--quiet', '--eval', 'quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)'],
  },
  redis: {
    image: serviceImages.redis,
    port: 6379,
    dataDirectory: '/data',
    command: ['redis-server', '--appendonly', 'yes'],
    healthcheck: ['CMD-SHELL', 'redis-cli ping | grep -q PONG'],
  },
  memcached: {
    image: serviceImages.memcached,
    port: 11211,
    healthcheck: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/11211'],
  },
  rabbitmq: {
    image: serviceImages.rabbitmq,
    port: 5672,
    credentials: { user: 'RABBITMQ_DEFAULT_USER', password: 'RABBITMQ_DEFAULT_PASS' },
    dataDirectory: '/var/lib/rabbitmq',
    healthcheck: ['CMD', 'rabbitmq-diagnostics', '--quiet', 'check_port_connectivity'],
  },
  kafka: {
    image: serviceImages.kafka,
    port: 9092,
    fixed: {
      CLUSTER_ID: 'ZGV2b3BzLW9yY2hlc3RyYQ',
      KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://kafka:9092',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
      KAFKA_NODE_ID: '1',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    },
    dataDirectory: '/var/lib/kafka/data',
    healthcheck: ['CMD', '/opt/kafka/bin/kafka-broker-api-versions.sh', '--bootstrap-server', 'localhost:9092'],
  },
};

/** Health command and server command of a Redis that asks for a password. */
export const redisWithPassword: Pick<ServiceInstance, 'healthcheck' | 'command'> = {
  healthcheck: ['CMD-SHELL', 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping | grep -q PONG'],
  command: ['sh', '-c', 'exec docker-entrypoint.sh redis-server --appendonly yes --requirepass "$REDIS_PASSWORD"'],
};
