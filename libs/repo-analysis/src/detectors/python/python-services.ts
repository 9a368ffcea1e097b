import type { Evidence } from '@devops-orchestrator/contracts';
import type { DetectedService } from '../../detector.js';
import type { DjangoProject } from './python-django.js';
import { findDependency, matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { sqliteFiles } from './sqlite-files.js';

/** Kinds of backing service by the distribution that talks to them; only production dependencies count. */
const drivers: Readonly<Record<string, readonly string[]>> = {
  postgres: [
    'psycopg',
    'psycopg2',
    'psycopg2-binary',
    'psycopg-binary',
    'psycopg-pool',
    'asyncpg',
    'pg8000',
    'aiopg',
    'psycopg2cffi',
    'databases[postgresql]',
    'databases[asyncpg]',
    'tortoise-orm[asyncpg]',
    'tortoise-orm[psycopg]',
    'pgvector',
    'django-pgvector',
  ],
  mysql: [
    'mysqlclient',
    'pymysql',
    'aiomysql',
    'asyncmy',
    'mysql-connector-python',
    'flask-mysqldb',
    'databases[mysql]',
    'databases[aiomysql]',
  ],
  mariadb: ['mariadb'],
  mssql: ['pymssql', 'mssql-django', 'django-mssql-backend'],
  oracle: ['oracledb', 'cx-oracle'],
  mongodb: [
    'pymongo',
    'motor',
    'mongoengine',
    'beanie',
    'djongo',
    'flask-pymongo',
    'odmantic',
    'flask-mongoengine',
    'django-mongodb-backend',
  ],
  redis: [
    'redis',
    'aioredis',
    'django-redis',
    'rq',
    'django-rq',
    'arq',
    'redis-om',
    'channels-redis',
    'celery[redis]',
    'dramatiq[redis]',
    'kombu[redis]',
    'flask-redis',
    'walrus',
    'huey[redis]',
    'taskiq-redis',
    'valkey',
  ],
  rabbitmq: [
    'pika',
    'aio-pika',
    'aioamqp',
    'librabbitmq',
    'dramatiq[rabbitmq]',
    'nameko',
    'faststream[rabbit]',
    'taskiq-aio-pika',
  ],
  kafka: [
    'kafka-python',
    'kafka-python-ng',
    'confluent-kafka',
    'aiokafka',
    'faust',
    'faust-streaming',
    'faststream[kafka]',
  ],
  nats: ['nats-py', 'faststream[nats]'],
  elasticsearch: [
    'elasticsearch',
    'elasticsearch-dsl',
    'django-elasticsearch-dsl',
    'elasticsearch7',
    'elasticsearch8',
    'elastic-transport',
  ],
  opensearch: ['opensearch-py', 'opensearch-dsl'],
  meilisearch: ['meilisearch', 'meilisearch-python-sdk'],
  memcached: ['pymemcache', 'python-memcached', 'pylibmc', 'aiomcache'],
  cassandra: ['cassandra-driver', 'scylla-driver'],
  neo4j: ['neo4j', 'neomodel', 'py2neo'],
  clickhouse: ['clickhouse-driver', 'clickhouse-connect', 'asynch', 'aiochclient'],
  influxdb: ['influxdb', 'influxdb-client', 'influxdb3-python'],
  qdrant: ['qdrant-client'],
  weaviate: ['weaviate-client'],
  milvus: ['pymilvus'],
  s3: ['minio', 's3fs', 'django-storages[s3]', 'django-storages[boto3]', 'django-s3-storage'],
  smtp: ['fastapi-mail', 'flask-mail', 'flask-mailman', 'aiosmtplib'],
};

/** Connection strings in code, by scheme. */
const schemes: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['postgres', /["'](?:postgres|postgresql)(?:\+\w+)?:\/\//],
  ['mysql', /["']mysql(?:\+\w+)?:\/\//],
  ['mariadb', /["']mariadb(?:\+\w+)?:\/\//],
  ['mssql', /["']mssql(?:\+\w+)?:\/\//],
  ['mongodb', /["']mongodb(?:\+srv)?:\/\//],
  ['redis', /["']rediss?:\/\//],
  ['rabbitmq', /["'](?:py)?amqps?:\/\//],
];

const engineKinds: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  postgis: 'postgres',
  postgresql_psycopg2: 'postgres',
  mysql: 'mysql',
  oracle: 'oracle',
  mssql: 'mssql',
  djongo: 'mongodb',
};

const relational = ['postgres', 'mysql', 'mariadb', 'mssql', 'oracle'];

/** Finds the backing services that production talks to: drivers, ORM engines, connection strings; SQLite only by configuration. */
export function findPythonServices(project: PythonProject, django: DjangoProject | undefined): DetectedService[] {
  const found = new Map<string, Evidence[]>();
  const add = (kind: string, evidence: Evidence): void => {
    found.set(kind, [...(found.get(kind) ?? []), evidence]);
  };
  for (const [kind, names] of Object.entries(drivers)) {
    const dependency = findDependency(project, ...names);
    if (dependency !== undefined) add(kind, dependency.evidence);
  }
  for (const [kind, pattern] of schemes) {
    for (const match of matchStatements(project, pattern).slice(0, 3))
      add(kind, statementEvidence(match, `a ${kind} connection string`));
  }
  for (const { engine, evidence } of django?.engines ?? []) {
    const kind = engineKinds[engine];
    if (kind !== undefined) add(kind, evidence);
  }
  addByUse(project, add);
  addCeleryBroker(project, found, add);
  preferConfiguredDatabase(project, django, found);
  if (!relational.some((kind) => found.has(kind))) addSqlite(project, django, add);
  return [...found.keys()].sort().map((kind) => ({ kind, evidence: dedupe(found.get(kind) ?? []) }));
}

type Add = (kind: string, evidence: Evidence) => void;

/** Libraries that reach several services are judged by what the code does with them. */
function addByUse(project: PythonProject, add: Add): void {
  const uses: readonly (readonly [kind: string, dependency: string | undefined, pattern: RegExp])[] = [
    ['s3', 'boto3', /(?:\.|\b)(?:client|resource)\(\s*(?:service_name\s*=\s*)?["']s3["']/],
    ['s3', 'aioboto3', /(?:client|resource)\(\s*["']s3["']/],
    ['s3', 'django-storages', /["']storages\.backends\.(?:s3|s3boto3)\./],
    ['dynamodb', 'boto3', /(?:client|resource)\(\s*["']dynamodb["']/],
    ['sqs', 'boto3', /(?:client|resource)\(\s*["']sqs["']/],
    ['mssql', 'pyodbc', /SQL Server|mssql/i],
    ['smtp', undefined, /\bsmtplib\.SMTP(?:_SSL)?\(|^\s*EMAIL_HOST\s*=/],
  ];
  for (const [kind, dependency, pattern] of uses) {
    if (dependency !== undefined && findDependency(project, dependency) === undefined) continue;
    const [match] = matchStatements(project, pattern);
    if (match !== undefined) add(kind, statementEvidence(match, `uses ${kind}`));
  }
}

/** Celery speaks AMQP unless told otherwise: without any other broker it needs RabbitMQ. */
function addCeleryBroker(project: PythonProject, found: ReadonlyMap<string, Evidence[]>, add: Add): void {
  const celery = findDependency(project, 'celery');
  if (celery === undefined || ['redis', 'rabbitmq', 'sqs'].some((kind) => found.has(kind))) return;
  if (findDependency(project, 'celery[sqs]') !== undefined) return;
  add('rabbitmq', { ...celery.evidence, reason: "Celery's default broker" });
}

/** Where Django settings name one relational engine, a second driver in the requirements is left over. */
function preferConfiguredDatabase(
  project: PythonProject,
  django: DjangoProject | undefined,
  found: Map<string, Evidence[]>,
): void {
  const engines = new Set((django?.engines ?? []).map(({ engine }) => engineKinds[engine] ?? engine));
  const byUrl = matchStatements(project, /\bdj_database_url\b|\.(?:db|db_url)\(|DATABASE_URL/).length > 0;
  if (django === undefined || engines.size === 0) return;
  if (byUrl && [...engines].every((engine) => engine === 'sqlite3')) return;
  for (const kind of relational) {
    const usedOtherwise =
      matchStatements(project, /^\s*(?:import|from)\s+(?:psycopg2?|asyncpg|pymysql|MySQLdb)\b/).length > 0;
    if (!engines.has(kind) && !usedOtherwise) found.delete(kind);
  }
}

function addSqlite(project: PythonProject, django: DjangoProject | undefined, add: Add): void {
  for (const { engine, evidence } of django?.engines ?? [])
    if (engine === 'sqlite3' || engine === 'spatialite') add('sqlite', evidence);
  for (const { evidence } of sqliteFiles(project)) add('sqlite', evidence);
}

function dedupe(evidence: readonly Evidence[]): Evidence[] {
  const byPlace = new Map(evidence.map((item) => [`${item.file}:${item.line}`, item]));
  return [...byPlace.values()].slice(0, 5);
}
