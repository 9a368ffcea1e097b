import type { DeliveryModel, ModelVariable } from '../delivery-model/delivery-model.js';
import { stackPorts } from './stack-names.js';

/** Variables of `.env` that the monitoring overlay reads, in name order. */
export function monitoringVariables(model: Pick<DeliveryModel, 'components'>): ModelVariable[] {
  const ports = stackPorts(model);
  return [
    offered('ALERTMANAGER_PORT', String(ports.alertmanager), 'port of Alertmanager on 127.0.0.1'),
    {
      name: 'GRAFANA_ADMIN_PASSWORD',
      secret: true,
      required: true,
      description: "password of Grafana's first account",
      buildTime: false,
    },
    offered('GRAFANA_ADMIN_USER', 'admin', "name of Grafana's first account"),
    offered('GRAFANA_PORT', String(ports.grafana), 'port of Grafana on 127.0.0.1'),
    offered('PROMETHEUS_PORT', String(ports.prometheus), 'port of Prometheus on 127.0.0.1'),
    offered('PROMETHEUS_RETENTION', '15d', 'how long Prometheus keeps samples'),
  ];
}

function offered(name: string, value: string, description: string): ModelVariable {
  return { name, secret: false, required: false, default: value, description, buildTime: false };
}
