import { instrumented } from './application-alerts.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import type { ServiceMetrics } from './service-metrics.js';

/** One panel before it has a place. */
export interface PanelDraft {
  title: string;
  type: 'stat' | 'timeseries';
  /** Grafana's unit id. */
  unit: string;
  /** PromQL and legend. */
  queries: readonly (readonly [string, string])[];
  /** Columns out of 24. */
  width: number;
}

export interface DashboardSection {
  title: string;
  panels: readonly PanelDraft[];
}

/** What users see of the components, and what the components say themselves. */
export function applicationPanels(plan: MonitoringPlan): DashboardSection[] {
  const known = instrumented(plan);
  const http = known.some(({ instrumentation }) => instrumentation.http !== undefined);
  const duration = known.some(({ instrumentation }) => instrumentation.http?.duration !== undefined);
  const process = known.some((application) => application.instrumentation.process);
  return [
    { title: 'Components, as seen from outside', panels: plan.components.length === 0 ? [] : probePanels(plan) },
    {
      title: 'Applications',
      panels: [
        ...(http ? httpPanels : []),
        ...(duration
          ? [series('Latency, 95th percentile', 's', 'component:http_request_duration_seconds:p95_5m', 'component')]
          : []),
        ...(process ? processPanels : []),
      ],
    },
  ];
}

/** Availability and saturation of the backing services. */
export function servicePanels(plan: MonitoringPlan): DashboardSection[] {
  const availability = series('Connections accepted', 'short', 'probe_success{job="service-probes"}', 'service');
  return [
    { title: 'Backing services', panels: plan.services.length === 0 ? [] : [{ ...availability, width: 24 }] },
    ...[...new Set(plan.serviceMetrics.map(({ kind }) => kind))].map((kind) => metricPanels[kind]),
  ];
}

function probePanels(plan: MonitoringPlan): PanelDraft[] {
  return [
    {
      title: 'Up',
      type: 'stat',
      unit: 'short',
      queries: [['probe_success{job="component-probes"}', '{{component}}']],
      width: 8,
    },
    {
      title: 'Availability over one hour',
      type: 'stat',
      unit: 'percentunit',
      queries: [['component:probe_success:avg1h', '{{component}}']],
      width: 8,
    },
    series('Time to answer', 's', 'component:probe_duration_seconds:avg5m', 'component'),
    ...(plan.components.some(({ module }) => module === 'http_2xx')
      ? [series('HTTP status of probes', 'short', 'probe_http_status_code{job="component-probes"}', 'component')]
      : []),
  ];
}

const httpPanels: readonly PanelDraft[] = [
  series('Traffic', 'reqps', 'component:http_requests:rate5m', 'component'),
  series('Errors', 'percentunit', 'component:http_errors:ratio_rate5m', 'component'),
];

const processPanels: readonly PanelDraft[] = [
  series('Processor', 'short', 'rate(process_cpu_seconds_total{job="applications"}[5m])', 'component'),
  series('Memory', 'bytes', 'process_resident_memory_bytes{job="applications"}', 'component'),
  series('Open files', 'short', 'process_open_fds{job="applications"}', 'component'),
];

const metricPanels: Readonly<Record<ServiceMetrics['kind'], DashboardSection>> = {
  postgres: {
    title: 'PostgreSQL',
    panels: [
      series('Connections', 'short', 'sum by (service, state) (pg_stat_activity_count{job="postgres"})', 'state'),
      series(
        'Transactions',
        'ops',
        'sum by (service) (rate(pg_stat_database_xact_commit{job="postgres"}[5m]))',
        'service',
      ),
      series('Size', 'bytes', 'pg_database_size_bytes{job="postgres"}', 'datname'),
    ],
  },
  redis: {
    title: 'Redis',
    panels: [
      series('Commands', 'ops', 'rate(redis_commands_processed_total{job="redis"}[5m])', 'service'),
      series('Memory', 'bytes', 'redis_memory_used_bytes{job="redis"}', 'service'),
      series('Clients', 'short', 'redis_connected_clients{job="redis"}', 'service'),
    ],
  },
  rabbitmq: {
    title: 'RabbitMQ',
    panels: [
      series('Messages ready', 'short', 'rabbitmq_queue_messages_ready{job="rabbitmq"}', 'service'),
      series('Connections', 'short', 'rabbitmq_connections{job="rabbitmq"}', 'service'),
      series('Memory', 'bytes', 'rabbitmq_process_resident_memory_bytes{job="rabbitmq"}', 'service'),
    ],
  },
};

function series(title: string, unit: string, expression: string, label: string): PanelDraft {
  return { title, type: 'timeseries', unit, queries: [[expression, `{{${label}}}`]], width: 8 };
}
