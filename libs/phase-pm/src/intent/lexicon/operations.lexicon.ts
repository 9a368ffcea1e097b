import type { CapabilityEntry } from './entry.js';

/** What watches applications and keeps their data. */
export const operationsEntries: readonly CapabilityEntry[] = [
  {
    id: 'monitoring',
    strong: {
      any: 'prometheus, alertmanager, alert manager, promql, node exporter',
      en: '=observability, alert rule, alerting rule, recording rule, golden signal, latency alert, uptime check, uptime monitoring, on call alert, =slo, =slos, metrics endpoint, prometheus metrics, monitoring stack, health monitoring',
      es: 'monitorizacion, monitoreo, monitorizar, monitorear, observabilidad, regla de alerta',
      fr: 'supervision, superviser, observabilite, surveillance, regle d alerte, monitorage',
      de: 'uberwachung*, alarmierung*, beobachtbarkeit, alarmregel*',
      pt: 'monitoramento, monitorizacao, observabilidade, regra de alerta, monitorar',
      ru: 'мониторинг*, наблюдаемост*, алерт*, алертинг*',
      zh: '监控, 告警, 报警, 可观测性',
    },
    soft: { any: '=monitoring, =alerting' },
    weak: {
      en: 'monitor, alert, uptime, be paged, notify|email|message|page … when|if … down, error rate, request rate',
      es: 'alerta',
      fr: 'alerte',
      de: 'alarm, alarme, alarmen',
      pt: 'alerta',
      ru: 'оповещение',
    },
    faint: {
      any: '=dashboard',
      en: 'metrics, dashboard, exporter',
      es: 'metrica, panel',
      fr: 'metrique, tableau de bord',
      de: 'metrik, metriken, dashboard',
      pt: 'metrica, painel',
      ru: 'метрика, дашборд',
      zh: '指标, 仪表盘',
    },
  },
  { id: 'monitoring', part: 'grafana', strong: { any: 'grafana, grafana dashboard', ru: 'графан*' } },
  {
    id: 'logging',
    strong: {
      any: '=loki, promtail, elk stack, =efk, fluentd, fluent bit, fluentbit, logstash, kibana, elastic stack',
      en: 'log aggregation, centralized logging, centralised logging, central logging, centralized log, aggregate … log, log shipping, collect … log',
      es: 'registros centralizados, logs centralizados, centralizar … log',
      fr: 'centralisation des logs, journaux centralises, centraliser … log',
      de: 'zentrales logging, zentrale logs, zentralisierte logs',
      pt: 'logs centralizados, centralizar … log',
      ru: 'сбор логов, централизованное логирование, централизованный сбор логов',
      zh: '日志收集, 集中日志, 日志聚合',
    },
    faint: { any: '=elk', en: '=logging' },
  },
  {
    id: 'tracing',
    strong: {
      any: 'opentelemetry, open telemetry, =otel, otlp, =jaeger, zipkin, grafana tempo',
      en: 'distributed tracing, distributed trace',
      es: 'trazabilidad distribuida, trazas distribuidas',
      fr: 'tracage distribue, traces distribuees',
      de: 'verteiltes tracing',
      pt: 'rastreamento distribuido',
      ru: 'распределенная трассировка',
      zh: '链路追踪, 分布式追踪',
    },
    faint: { en: '=tracing' },
  },
  {
    id: 'database',
    strong: {
      any: 'ENGINE in docker|container|containers, ENGINE container, ENGINE in a container',
      en: 'set up ENGINE, setup ENGINE, run ENGINE, host ENGINE, self host ENGINE, self hosted ENGINE, install ENGINE, provision ENGINE, deploy ENGINE, set up a ENGINE, set up the ENGINE, run a ENGINE, deploy a ENGINE, ENGINE cluster, ENGINE instance, ENGINE server, database in docker|container|containers, ENGINE using docker, ENGINE with docker',
      es: 'ENGINE en docker|contenedores|contenedor, base de datos en docker|contenedores|contenedor',
      fr: 'ENGINE dans docker|conteneur|conteneurs, ENGINE en conteneur, base de donnees dans docker|conteneur|conteneurs',
      de: 'ENGINE im container, ENGINE in containern, datenbank im container, datenbank in containern',
      pt: 'ENGINE em docker|container|containers|conteineres, ENGINE no docker, banco de dados em docker|container|containers',
      ru: 'ENGINE в docker|контейнере|контейнерах, база данных в docker|контейнере|контейнерах',
      zh: 'ENGINE 容器',
    },
  },
  {
    id: 'database-replication',
    strong: {
      any: 'ENGINE replica, ENGINE with replica, ENGINE with a|one|two|hot|read replica, ENGINE primary … replica, patroni',
      en: 'streaming replication, database replication, ENGINE … replication, replication … ENGINE, primary replica, master slave replication, read replica, hot standby, standby server, wal archiving, database failover, ENGINE failover',
      es: 'replicacion de ENGINE, replicacion de la base de datos, replica de lectura',
      fr: 'replication de ENGINE, replication de la base de donnees, replica de lecture',
      de: 'datenbankreplikation*, ENGINE replikation, replikation … ENGINE, lesereplikat*',
      pt: 'replicacao do ENGINE, replicacao do banco, replica de leitura',
      ru: 'репликация ENGINE, репликация базы, реплика базы, реплика ENGINE',
      zh: '主从复制, 数据库复制, 读写分离, 流复制',
    },
    weak: {
      en: '=replication',
      es: 'replicacion',
      fr: 'replication',
      de: '=replikation, =replizierung',
      pt: 'replicacao',
      ru: 'репликация',
    },
  },
  {
    id: 'database-backup',
    partOf: 'deployment-scripts',
    strong: {
      any: 'ENGINE backup, ENGINE … backup, backup … ENGINE, pgbackrest, wal g, pg dump, backup … database, database … backup',
      en: 'database dump, db dump, dump … database, database backup, =db backup, db … backup, automated backup, scheduled backup, daily backup, nightly backup, hourly backup, weekly backup, backup and restore, backup script, backup job, restore test, point in time recovery, pitr, back up … database, back up ENGINE, back up … ENGINE, dump … database',
      es: 'copia de seguridad, respaldo de la base de datos, respaldar la base de datos, backup de la base de datos, respaldo diario',
      fr: 'sauvegarde de la base de donnees, sauvegarde quotidienne, sauvegarde de ENGINE, sauvegarder la base de donnees, sauvegarde nocturne, sauvegarde automatique, sauvegarde et restauration',
      de: 'datenbanksicherung*, datenbank backup, sicherung … datenbank, sicherung der ENGINE, sicherung … ENGINE, nachtliche sicherung, tagliche sicherung, datensicherung*',
      pt: 'copia de seguranca, backup do banco, backup diario, backup de banco de dados, backup … banco de dados',
      ru: 'резервное копирование, резервная копия, бэкап*, бекап*',
      zh: '数据库备份, 备份数据库, 自动备份, 定时备份, 每日备份, 数据备份',
    },
    weak: {
      any: 'backup',
      en: 'back up, disaster recovery',
      es: 'respaldo',
      fr: 'sauvegarde',
      de: 'sicherung',
      zh: '备份',
    },
  },
];

/** What `ENGINE` stands for in a phrase. */
export const databaseEngines =
  'postgres|postgresql|psql|mysql|mariadb|mongodb|mongo|redis|valkey|cassandra|elasticsearch|clickhouse|cockroachdb';
