import { seriesOf, type Alert } from './alert.js';

type Labels = Readonly<Record<string, string>>;

/** Alerts on PostgreSQL. Source: metrics of postgres_exporter's default collectors. */
export function postgresAlerts(labels: Labels): Alert[] {
  return [down(labels), connections(labels), transaction(labels), deadlocks(labels)];
}

function down(labels: Labels): Alert {
  const series = seriesOf('pg_up', labels);
  return {
    name: 'PostgresDown',
    expression: 'pg_up{job="postgres"} == 0',
    for: '1m',
    severity: 'critical',
    summary: 'PostgreSQL {{ $labels.service }} takes no queries',
    description: 'The exporter has not been able to log in to {{ $labels.service }} for one minute.',
    checks: [
      '`docker compose logs --tail 100 <service>`',
      'Does the password in `.env` match the one of the data volume?',
    ],
    actions: ['Restart it: `docker compose restart <service>`.', 'Restore the latest backup if its data is damaged.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}

function connections(labels: Labels): Alert {
  const active = seriesOf('pg_stat_activity_count', { ...labels, datname: 'app', state: 'active' });
  const limit = { series: seriesOf('pg_settings_max_connections', labels), values: '100x20' };
  return {
    name: 'PostgresConnectionsHigh',
    expression:
      'sum by (instance, job, service) (pg_stat_activity_count{job="postgres"}) / max by (instance, job, service) (pg_settings_max_connections{job="postgres"}) > 0.8',
    for: '5m',
    severity: 'warning',
    summary: 'PostgreSQL {{ $labels.service }} runs out of connections',
    description: 'More than 80 % of the connections of {{ $labels.service }} have been in use for five minutes.',
    checks: ['Which clients hold them? Query `pg_stat_activity` grouped by `application_name` and `state`.'],
    actions: ['Lower the pool size of the applications, or raise `max_connections`.'],
    test: {
      at: '10m',
      firing: [{ series: active, values: '95x20' }, limit],
      quiet: [{ series: active, values: '20x20' }, limit],
      labels,
    },
  };
}

function transaction(labels: Labels): Alert {
  const series = seriesOf('pg_stat_activity_max_tx_duration', { ...labels, datname: 'app', state: 'active' });
  return {
    name: 'PostgresLongTransaction',
    expression: 'max by (instance, job, service) (pg_stat_activity_max_tx_duration{job="postgres"}) > 600',
    for: '2m',
    severity: 'warning',
    summary: 'PostgreSQL {{ $labels.service }} has a transaction that does not end',
    description:
      'A transaction in {{ $labels.service }} is older than ten minutes: it holds locks and keeps rows from being cleaned.',
    checks: ['Which one? Query `pg_stat_activity` ordered by `xact_start`.'],
    actions: ['End it with `pg_terminate_backend(pid)` if nothing legitimate runs in it.'],
    test: { at: '10m', firing: [{ series, values: '700x20' }], quiet: [{ series, values: '5x20' }], labels },
  };
}

function deadlocks(labels: Labels): Alert {
  const series = seriesOf('pg_stat_database_deadlocks', { ...labels, datname: 'app' });
  return {
    name: 'PostgresDeadlocks',
    expression: 'sum by (instance, job, service) (increase(pg_stat_database_deadlocks{job="postgres"}[15m])) > 0',
    for: '1m',
    severity: 'warning',
    summary: 'PostgreSQL {{ $labels.service }} breaks deadlocks',
    description:
      'Transactions in {{ $labels.service }} were cancelled within the last 15 minutes because they waited for each other.',
    checks: ['The server log names both statements: `docker compose logs <service>`'],
    actions: ['Take locks in the same order everywhere, and keep transactions short.'],
    test: { at: '20m', firing: [{ series, values: '0x5 0+1x20' }], quiet: [{ series, values: '3x30' }], labels },
  };
}
