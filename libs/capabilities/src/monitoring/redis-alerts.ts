import { seriesOf, type Alert } from './alert.js';

type Labels = Readonly<Record<string, string>>;

/** Alerts on Redis. Source: metrics of redis_exporter. */
export function redisAlerts(labels: Labels): Alert[] {
  return [down(labels), memory(labels), rejected(labels), snapshot(labels)];
}

function down(labels: Labels): Alert {
  const series = seriesOf('redis_up', labels);
  return {
    name: 'RedisDown',
    expression: 'redis_up{job="redis"} == 0',
    for: '1m',
    severity: 'critical',
    summary: 'Redis {{ $labels.service }} takes no commands',
    description: 'The exporter has not been able to use {{ $labels.service }} for one minute.',
    checks: ['`docker compose logs --tail 100 <service>`'],
    actions: ['Restart it: `docker compose restart <service>`.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}

function memory(labels: Labels): Alert {
  const used = seriesOf('redis_memory_used_bytes', labels);
  const limit = { series: seriesOf('redis_memory_max_bytes', labels), values: '1000x20' };
  return {
    name: 'RedisMemoryHigh',
    // Without a limit (0) there is nothing to run out of but the container's own memory.
    expression: 'redis_memory_used_bytes{job="redis"} / (redis_memory_max_bytes{job="redis"} > 0) > 0.9',
    for: '5m',
    severity: 'warning',
    summary: 'Redis {{ $labels.service }} runs out of memory',
    description:
      '{{ $labels.service }} has used more than 90 % of its `maxmemory` for five minutes: it evicts keys or refuses writes.',
    checks: ['What takes the room? `redis-cli --bigkeys`'],
    actions: ['Give keys a time to live, or raise `maxmemory` and the memory limit of the container.'],
    test: {
      at: '10m',
      firing: [{ series: used, values: '950x20' }, limit],
      quiet: [{ series: used, values: '100x20' }, limit],
      labels,
    },
  };
}

function rejected(labels: Labels): Alert {
  const series = seriesOf('redis_rejected_connections_total', labels);
  return {
    name: 'RedisConnectionsRejected',
    expression: 'increase(redis_rejected_connections_total{job="redis"}[5m]) > 0',
    for: '1m',
    severity: 'warning',
    summary: 'Redis {{ $labels.service }} turns clients away',
    description: '{{ $labels.service }} reached `maxclients` and rejected connections within the last five minutes.',
    checks: ['Who is connected? `redis-cli client list`'],
    actions: ['Lower the pool size of the applications, or raise `maxclients`.'],
    test: { at: '10m', firing: [{ series, values: '0+1x20' }], quiet: [{ series, values: '3x20' }], labels },
  };
}

function snapshot(labels: Labels): Alert {
  const series = seriesOf('redis_rdb_last_bgsave_status', labels);
  return {
    name: 'RedisSnapshotFailed',
    expression: 'redis_rdb_last_bgsave_status{job="redis"} == 0',
    for: '5m',
    severity: 'warning',
    summary: 'Redis {{ $labels.service }} cannot save its data',
    description: 'The last snapshot of {{ $labels.service }} failed: a restart loses data, and writes may be refused.',
    checks: ['Is the volume full or read-only? `docker compose logs <service>` names the error.'],
    actions: ['Make room on the volume, then run `redis-cli bgsave`.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}
