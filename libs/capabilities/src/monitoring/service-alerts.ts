import { seriesOf, type Alert, type AlertGroup } from './alert.js';
import { probeLabels } from './component-alerts.js';
import type { MonitoringPlan, Probe } from './monitoring-plan.js';
import type { ServiceMetrics } from './service-metrics.js';
import { postgresAlerts } from './postgres-alerts.js';
import { rabbitmqAlerts } from './rabbitmq-alerts.js';
import { redisAlerts } from './redis-alerts.js';

const byKind = { postgres: postgresAlerts, redis: redisAlerts, rabbitmq: rabbitmqAlerts };

/** Rules about backing services: reachable at all, and what their exporters tell. */
export function buildServiceGroups(plan: MonitoringPlan): AlertGroup[] {
  const probe = plan.services[0];
  const groups: AlertGroup[] = [];
  if (probe !== undefined) groups.push({ name: 'services', records: [], alerts: [serviceDown(probe)] });
  for (const kind of ['postgres', 'rabbitmq', 'redis'] as const) {
    const metrics = plan.serviceMetrics.find((candidate) => candidate.kind === kind);
    if (metrics !== undefined) groups.push({ name: kind, records: [], alerts: byKind[kind](serviceLabels(metrics)) });
  }
  return groups;
}

/** Labels of what an exporter serves. */
export function serviceLabels({ service, target, kind }: ServiceMetrics): Record<string, string> {
  return { instance: target, job: kind, service };
}

function serviceDown(probe: Probe): Alert {
  const labels = probeLabels(probe, 'service-probes');
  const series = seriesOf('probe_success', labels);
  return {
    name: 'ServiceDown',
    expression: 'probe_success{job="service-probes"} == 0',
    for: '1m',
    severity: 'critical',
    summary: 'Service {{ $labels.service }} accepts no connections',
    description: 'No connection to {{ $labels.instance }} has been possible for one minute: what needs it fails.',
    checks: [
      'Is its container running and healthy? `docker compose ps`',
      'What did it say last? `docker compose logs --tail 100 <service>`',
      'Is its disk full? `docker system df`',
    ],
    actions: ['Restart it: `docker compose restart <service>`.', 'If its data is damaged, restore the latest backup.'],
    test: {
      at: '10m',
      firing: [{ series, values: '1x4 0x20' }],
      quiet: [{ series, values: '1x30' }],
      labels,
    },
  };
}
