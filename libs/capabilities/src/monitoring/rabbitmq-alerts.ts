import { seriesOf, type Alert } from './alert.js';

type Labels = Readonly<Record<string, string>>;

/** Alerts on RabbitMQ. Source: metrics of its `rabbitmq_prometheus` plug-in. */
export function rabbitmqAlerts(labels: Labels): Alert[] {
  return [
    alarm(labels, 'Memory', 'rabbitmq_alarms_memory_used_watermark', 'memory'),
    alarm(labels, 'Disk', 'rabbitmq_alarms_free_disk_space_watermark', 'disk space'),
    backlog(labels),
  ];
}

function alarm(labels: Labels, name: string, metric: string, what: string): Alert {
  const series = seriesOf(metric, labels);
  return {
    name: `Rabbitmq${name}Alarm`,
    expression: `${metric}{job="rabbitmq"} == 1`,
    for: '1m',
    severity: 'critical',
    summary: `RabbitMQ {{ $labels.service }} blocks publishers: ${what}`,
    description: `{{ $labels.service }} is short of ${what} and has blocked everyone who publishes.`,
    checks: ['What holds the messages? `docker compose exec <service> rabbitmqctl list_queues name messages`'],
    actions: ['Start the consumers again, purge what nobody needs, or raise the limit.'],
    test: { at: '10m', firing: [{ series, values: '1x20' }], quiet: [{ series, values: '0x20' }], labels },
  };
}

function backlog(labels: Labels): Alert {
  const series = seriesOf('rabbitmq_queue_messages_ready', labels);
  return {
    name: 'RabbitmqBacklog',
    expression: 'rabbitmq_queue_messages_ready{job="rabbitmq"} > 10000',
    for: '10m',
    severity: 'warning',
    summary: 'RabbitMQ {{ $labels.service }} has a backlog',
    description:
      'More than 10,000 messages have waited in {{ $labels.service }} for ten minutes: consumers are too slow or gone.',
    checks: [
      'Do the consumers run? `docker compose exec <service> rabbitmqctl list_queues name consumers messages_ready`',
    ],
    actions: ['Start more consumers.'],
    test: { at: '20m', firing: [{ series, values: '20000x40' }], quiet: [{ series, values: '10x40' }], labels },
  };
}
