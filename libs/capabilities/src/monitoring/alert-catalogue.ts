import { renderTemplate } from '@devops-orchestrator/templates';
import type { Alert, AlertGroup } from './alert.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import type { DeliveryModel } from '../delivery-model/delivery-model.js';

/** `alerts.md`: one heading per alert, the target of its `runbook_url`. */
export function renderAlertCatalogue(
  plan: MonitoringPlan,
  groups: readonly AlertGroup[],
  model: DeliveryModel,
): string {
  return renderTemplate('monitoring/alerts.md', {
    project: plan.project,
    compose: model.compose.path,
    overlay: model.monitoringCompose.path,
    watched: watched(plan),
    unwatched: plan.unwatched,
    alerts: groups.flatMap(({ alerts }) => alerts.map(entry)),
  });
}

function watched(plan: MonitoringPlan): object[] {
  const probe = { http_2xx: 'HTTP request that must end with 2xx', tcp_connect: 'TCP connection' };
  return [
    ...plan.components.map(({ name, module, target }) => ({ name, how: probe[module], target: cell(target) })),
    ...plan.applications.map(({ name, target, metricsPath }) => ({
      name,
      how: 'its own metrics',
      target: cell(`http://${target}${metricsPath}`),
    })),
    ...plan.services.map(({ name, module, target }) => ({ name, how: probe[module], target })),
    ...plan.serviceMetrics.map(({ service, exporter, target }) => ({
      name: service,
      how: exporter === undefined ? 'its own metrics' : `metrics of \`${exporter.name}\``,
      target: `http://${target}/metrics`,
    })),
    { name: 'Prometheus and Alertmanager', how: 'their own metrics', target: `${plan.names.alertmanager}:9093` },
  ];
}

/** Text that cannot end a table's cell or its code span. */
function cell(text: string): string {
  return text.replace(/[|`\r\n]/g, '');
}

function entry(alert: Alert): object {
  return {
    name: alert.name,
    severity: alert.severity,
    for: alert.for,
    expression: alert.expression,
    description: plain(alert.description),
    checks: alert.checks,
    actions: alert.actions,
  };
}

/** `{{ $labels.service }}` as people say it. */
function plain(text: string): string {
  return text.replace(/\{\{ \$labels\.(\w+) \}\}/g, 'the $1');
}
