import { serviceImages } from '@devops-orchestrator/reference-data';
import { renderYaml } from '@devops-orchestrator/templates';
import { requiredExpression } from './compose-expression.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import type { DeliveryModel } from '../delivery-model/delivery-model.js';

/** The overlay that adds the monitoring to the development compose file. Source: the Compose specification. */
export function renderMonitoringCompose(plan: MonitoringPlan, model: DeliveryModel): string {
  const { names } = plan;
  const probes = plan.components.length + plan.services.length > 0;
  const services = {
    ...enableRabbitmqMetrics(plan),
    [names.alertmanager]: alertmanager(plan),
    ...(probes ? { [names.blackbox]: blackbox(plan) } : {}),
    ...exporters(plan),
    [names.grafana]: grafana(plan),
    [names.prometheus]: prometheus(plan),
  };
  return renderYaml(
    {
      services,
      ...(plan.networks.length === 0 ? {} : { networks: Object.fromEntries(plan.networks.map((name) => [name, {}])) }),
      volumes: Object.fromEntries(
        [names.alertmanager, names.grafana, names.prometheus].map((name) => [`${name}-data`, {}]),
      ),
    },
    `Monitoring, as an overlay on ${model.compose.path}:\n  docker compose --file ${model.compose.path} --file ${model.monitoringCompose.path} up --detach --wait`,
  );
}

function prometheus(plan: MonitoringPlan): object {
  return {
    image: serviceImages.prometheus,
    command: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      '--storage.tsdb.retention.time=${PROMETHEUS_RETENTION:-15d}',
    ],
    ports: [`127.0.0.1:\${PROMETHEUS_PORT:-${String(plan.ports.prometheus)}}:9090`],
    volumes: ['./monitoring/prometheus:/etc/prometheus:ro', `${plan.names.prometheus}-data:/prometheus`],
    healthcheck: healthcheck('http://127.0.0.1:9090/-/ready'),
    depends_on: { [plan.names.alertmanager]: { condition: 'service_healthy' } },
    ...hardened(plan, '1.0', '512M'),
  };
}

function alertmanager(plan: MonitoringPlan): object {
  return {
    image: serviceImages.alertmanager,
    command: [
      '--config.file=/etc/alertmanager/alertmanager.yml',
      '--storage.path=/alertmanager',
      // One instance has no peers to listen for.
      '--cluster.listen-address=',
    ],
    ports: [`127.0.0.1:\${ALERTMANAGER_PORT:-${String(plan.ports.alertmanager)}}:9093`],
    volumes: ['./monitoring/alertmanager:/etc/alertmanager:ro', `${plan.names.alertmanager}-data:/alertmanager`],
    healthcheck: healthcheck('http://127.0.0.1:9093/-/ready'),
    ...hardened(plan, '0.5', '128M'),
  };
}

function blackbox(plan: MonitoringPlan): object {
  return {
    image: serviceImages['blackbox-exporter'],
    // The image runs as root unless told otherwise.
    user: '65534:65534',
    command: ['--config.file=/etc/blackbox/blackbox.yml'],
    volumes: ['./monitoring/blackbox:/etc/blackbox:ro'],
    healthcheck: healthcheck('http://127.0.0.1:9115/-/healthy'),
    ...hardened(plan, '0.5', '64M'),
  };
}

function grafana(plan: MonitoringPlan): object {
  return {
    image: serviceImages.grafana,
    environment: {
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_SECURITY_ADMIN_PASSWORD: requiredExpression('GRAFANA_ADMIN_PASSWORD'),
      GF_SECURITY_ADMIN_USER: '${GRAFANA_ADMIN_USER:-admin}',
      GF_USERS_ALLOW_SIGN_UP: 'false',
    },
    ports: [`127.0.0.1:\${GRAFANA_PORT:-${String(plan.ports.grafana)}}:3000`],
    volumes: [
      './monitoring/grafana/provisioning:/etc/grafana/provisioning:ro',
      './monitoring/grafana/dashboards:/etc/grafana/dashboards:ro',
      `${plan.names.grafana}-data:/var/lib/grafana`,
    ],
    tmpfs: ['/tmp'],
    healthcheck: healthcheck('http://127.0.0.1:3000/api/health'),
    depends_on: { [plan.names.prometheus]: { condition: 'service_healthy' } },
    ...hardened(plan, '1.0', '512M'),
  };
}

function exporters(plan: MonitoringPlan): Record<string, object> {
  return Object.fromEntries(
    plan.serviceMetrics.flatMap(({ kind, exporter }) => {
      if (exporter === undefined) return [];
      const postgres = kind === 'postgres';
      const service = {
        image: serviceImages[postgres ? 'postgres-exporter' : 'redis-exporter'],
        environment: exporter.environment,
        // Redis's exporter is a single program without a shell: nothing in its image could ask it. Prometheus watches it.
        ...(postgres ? { healthcheck: healthcheck('http://127.0.0.1:9187/') } : {}),
        ...hardened(plan, '0.25', '64M'),
      };
      return [[exporter.name, service]];
    }),
  );
}

/** The plug-in is part of the image; whether it is on depends on a file. */
function enableRabbitmqMetrics(plan: MonitoringPlan): Record<string, object> {
  return Object.fromEntries(
    plan.serviceMetrics
      .filter(({ kind }) => kind === 'rabbitmq')
      .map(({ service }) => [
        service,
        { volumes: ['./monitoring/rabbitmq/enabled_plugins:/etc/rabbitmq/enabled_plugins:ro'] },
      ]),
  );
}

/** GET, not HEAD: every server answers it. Both options are known to BusyBox. */
function healthcheck(url: string): object {
  return {
    test: ['CMD', 'wget', '-q', '-O', '/dev/null', url],
    interval: '10s',
    timeout: '5s',
    retries: 6,
    start_period: '30s',
    start_interval: '1s',
  };
}

function hardened(plan: MonitoringPlan, cpus: string, memory: string): object {
  return {
    ...(plan.networks.length === 0 ? {} : { networks: plan.networks }),
    restart: 'unless-stopped',
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: { resources: { limits: { cpus, memory, pids: 200 } } },
  };
}
