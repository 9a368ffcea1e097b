import { renderYaml } from '@devops-orchestrator/templates';
import type { MonitoringPlan } from './monitoring-plan.js';

/** Prometheus as Grafana's data source, under the uid that the dashboard names. Source: Grafana, provisioning. */
export function renderGrafanaDatasource(plan: MonitoringPlan): string {
  return renderYaml({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: 'prometheus',
        type: 'prometheus',
        access: 'proxy',
        url: `http://${plan.names.prometheus}:9090`,
        isDefault: true,
        editable: false,
        jsonData: { timeInterval: '15s' },
      },
    ],
  });
}

/** Where Grafana finds its dashboards. */
export function renderGrafanaDashboardProvider(): string {
  return renderYaml({
    apiVersion: 1,
    providers: [
      {
        name: 'files',
        type: 'file',
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path: '/etc/grafana/dashboards' },
      },
    ],
  });
}
