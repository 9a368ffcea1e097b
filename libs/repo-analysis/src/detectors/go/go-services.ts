import type { Evidence } from '@devops-orchestrator/contracts';
import type { DetectedService } from '../../detector.js';
import { evidenceOf, matchSource } from '../../source/source-file.js';
import type { SourceFile } from '../../source/source-file.js';
import type { GoModule } from './go-module.js';

const drivers: Readonly<Record<string, readonly string[]>> = {
  postgres: [
    'github.com/jackc/pgx',
    'github.com/lib/pq',
    'gorm.io/driver/postgres',
    'github.com/go-pg/pg',
    'github.com/uptrace/bun/driver/pgdriver',
  ],
  mysql: ['github.com/go-sql-driver/mysql', 'gorm.io/driver/mysql'],
  mssql: ['github.com/microsoft/go-mssqldb', 'github.com/denisenkom/go-mssqldb', 'gorm.io/driver/sqlserver'],
  mongodb: ['go.mongodb.org/mongo-driver'],
  redis: [
    'github.com/redis/go-redis',
    'github.com/go-redis/redis',
    'github.com/gomodule/redigo',
    'github.com/redis/rueidis',
    'github.com/hibiken/asynq',
  ],
  sqlite: [
    'github.com/mattn/go-sqlite3',
    'modernc.org/sqlite',
    'gorm.io/driver/sqlite',
    'github.com/glebarez/sqlite',
    'zombiezen.com/go/sqlite',
    'github.com/ncruces/go-sqlite3',
  ],
  rabbitmq: ['github.com/rabbitmq/amqp091-go', 'github.com/streadway/amqp'],
  kafka: [
    'github.com/segmentio/kafka-go',
    'github.com/IBM/sarama',
    'github.com/Shopify/sarama',
    'github.com/twmb/franz-go',
    'github.com/confluentinc/confluent-kafka-go',
  ],
  nats: ['github.com/nats-io/nats.go'],
  elasticsearch: ['github.com/elastic/go-elasticsearch', 'github.com/olivere/elastic'],
  opensearch: ['github.com/opensearch-project/opensearch-go'],
  memcached: ['github.com/bradfitz/gomemcache'],
  s3: ['github.com/aws/aws-sdk-go-v2/service/s3', 'github.com/aws/aws-sdk-go/service/s3', 'github.com/minio/minio-go'],
  dynamodb: ['github.com/aws/aws-sdk-go-v2/service/dynamodb'],
  sqs: ['github.com/aws/aws-sdk-go-v2/service/sqs'],
  clickhouse: ['github.com/ClickHouse/clickhouse-go', 'gorm.io/driver/clickhouse'],
  cassandra: ['github.com/gocql/gocql', 'github.com/apache/cassandra-gocql-driver'],
  neo4j: ['github.com/neo4j/neo4j-go-driver'],
  influxdb: ['github.com/influxdata/influxdb-client-go'],
  qdrant: ['github.com/qdrant/go-client'],
  smtp: ['net/smtp', 'gopkg.in/gomail.v2', 'github.com/wneessen/go-mail'],
};

/** Backing services by the packages that a program really imports (a requirement of another program does not count). */
export function findGoServices(module: GoModule, sources: readonly SourceFile[]): DetectedService[] {
  const services: DetectedService[] = [];
  for (const [kind, paths] of Object.entries(drivers)) {
    const evidence = sources.flatMap((source) => importsOf(source, paths)).slice(0, 2);
    const requirement = module.requirements.find(({ path }) =>
      paths.some((wanted) => path === wanted || path.startsWith(`${wanted}/`)),
    );
    if (evidence.length === 0) continue;
    services.push({ kind, evidence: [...evidence, ...(requirement === undefined ? [] : [requirement.evidence])] });
  }
  // In-memory and test use of SQLite beside a server database is not a service of its own.
  const relational = services.some(({ kind }) => ['postgres', 'mysql', 'mssql'].includes(kind));
  return services.filter(({ kind }) => kind !== 'sqlite' || !relational).sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function importsOf(source: SourceFile, paths: readonly string[]): Evidence[] {
  return matchSource(source, /^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([\w./~-]{1,200})"[ \t]*$/gm)
    .filter((match) =>
      paths.some((path) => match.groups[0] === path || match.groups[0]?.startsWith(`${path}/`) === true),
    )
    .map((match) => evidenceOf(match, `imports ${match.groups[0] ?? ''}`));
}
