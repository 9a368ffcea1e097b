/** Packages that talk to a server (or, for SQLite, keep a file). Those that work with several servers are not listed. */
export const serviceDrivers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    postgres:
      'pg pg-promise pg-native pg-pool postgres slonik pg-boss graphile-worker @fastify/postgres connect-pg-simple',
    mysql: 'mysql mysql2 @fastify/mysql',
    mariadb: 'mariadb',
    mssql: 'mssql tedious',
    oracle: 'oracledb',
    mongodb:
      'mongodb mongoose @nestjs/mongoose mongojs monk agenda connect-mongo @fastify/mongodb @typegoose/typegoose migrate-mongo',
    redis:
      'redis ioredis bullmq bull bee-queue connect-redis @fastify/redis @nestjs/bullmq @nestjs/bull @socket.io/redis-adapter socket.io-redis handy-redis @redis/client @keyv/redis cache-manager-redis-store cache-manager-ioredis-yet',
    rabbitmq: 'amqplib amqp-connection-manager rascal @golevelup/nestjs-rabbitmq rabbitmq-client',
    kafka: 'kafkajs node-rdkafka @confluentinc/kafka-javascript @platformatic/kafka',
    nats: 'nats @nats-io/transport-node',
    mqtt: 'mqtt',
    elasticsearch: '@elastic/elasticsearch @nestjs/elasticsearch',
    opensearch: '@opensearch-project/opensearch',
    meilisearch: 'meilisearch',
    memcached: 'memcached memjs',
    cassandra: 'cassandra-driver',
    neo4j: 'neo4j-driver',
    clickhouse: '@clickhouse/client',
    influxdb: '@influxdata/influxdb-client',
    s3: '@aws-sdk/client-s3 minio @nestjs/minio',
    smtp: 'nodemailer @nestjs-modules/mailer emailjs',
    sqlite: 'better-sqlite3 sqlite3 sqlite',
  }).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
);

/** Schemes of connection strings. */
export const serviceSchemes: Readonly<Record<string, string>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mariadb',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  redis: 'redis',
  rediss: 'redis',
  amqp: 'rabbitmq',
  amqps: 'rabbitmq',
  sqlserver: 'mssql',
  mssql: 'mssql',
  nats: 'nats',
};

/** Providers of a Prisma schema. Source: prisma.io/docs/orm/reference/prisma-schema-reference. */
export const prismaProviders: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  mysql: 'mysql',
  sqlite: 'sqlite',
  mongodb: 'mongodb',
  sqlserver: 'mssql',
  cockroachdb: 'cockroachdb',
};
