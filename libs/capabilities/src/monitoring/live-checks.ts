import { serviceImages } from '@devops-orchestrator/reference-data';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type { TaskCheck } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { readKeptCompose } from './kept-compose.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import { projectImages, stackImages } from './project-images.js';

/** Starts the stack with what it watches, without Grafana; all targets come up, and one alert is driven from firing to delivered. */
export function liveCheck(input: CapabilityInput, plan: MonitoringPlan): TaskCheck {
  const project = `${plan.project}-verify-monitoring`;
  const drilled = plan.components[0] ?? plan.services[0];
  return {
    id: 'monitoring-live',
    tier: 'live',
    command: renderTemplate('monitoring/live-check.sh', {
      ...stackContext(input, plan, project),
      services: watchedServices(plan).map(quoteShell).join(' '),
      prometheus: plan.names.prometheus,
      alertmanager: plan.names.alertmanager,
      healthy: quoteShell(healthyExpression(plan)),
      drill:
        drilled === undefined
          ? false
          : {
              service: quoteShell(hostOf(drilled.target)),
              alert: plan.components.length > 0 ? 'ComponentDown' : 'ServiceDown',
              label: `${plan.components.length > 0 ? 'component' : 'service'}="${drilled.name}"`,
            },
    }).trimEnd(),
    requires: [
      'docker',
      'compose',
      ...[...stackImages(plan), ...projectImages(input)].map((image) => `image:${image}`),
    ],
    timeoutSeconds: 1800,
    cleanup: cleanup(project),
  };
}

/** Starts Grafana alone on top of Prometheus; it answers and holds the dashboard. */
export function grafanaCheck(input: CapabilityInput, plan: MonitoringPlan): TaskCheck {
  const project = `${plan.project}-verify-grafana`;
  return {
    id: 'monitoring-grafana',
    tier: 'live',
    command: renderTemplate('monitoring/grafana-check.sh', {
      ...stackContext(input, plan, project),
      grafana: plan.names.grafana,
      dashboard: plan.project.slice(0, 40),
    }).trimEnd(),
    requires: [
      'docker',
      'compose',
      ...[serviceImages.grafana, serviceImages.prometheus, serviceImages.alertmanager].map((image) => `image:${image}`),
    ],
    timeoutSeconds: 600,
    cleanup: cleanup(project),
  };
}

function stackContext({ model, files }: CapabilityInput, plan: MonitoringPlan, project: string): object {
  const kept = model.compose.kept ? readKeptCompose(files.read(model.compose.path) ?? '') : undefined;
  const published = [
    ...(kept === undefined
      ? [...model.components, ...model.services].map(({ name }) => name)
      : kept.services.filter(({ ports }) => ports.length > 0).map(({ name }) => name)),
    plan.names.prometheus,
    plan.names.alertmanager,
    plan.names.grafana,
  ];
  return {
    project,
    compose: quoteShell(model.compose.path),
    overlay: quoteShell(model.monitoringCompose.path),
    unpublished: quoteShell(
      ['services:', ...published.map((name) => `  ${JSON.stringify(name)}: { ports: !reset [] }`), ''].join('\n'),
    ),
  };
}

/** Compose services behind the targets, and the stack itself. */
function watchedServices(plan: MonitoringPlan): string[] {
  const targets = [...plan.components, ...plan.applications, ...plan.services, ...plan.serviceMetrics];
  const probes = plan.components.length + plan.services.length > 0;
  return [
    ...new Set([
      ...targets.map(({ target }) => hostOf(target)),
      plan.names.prometheus,
      plan.names.alertmanager,
      ...(probes ? [plan.names.blackbox] : []),
    ]),
  ].sort();
}

function hostOf(target: string): string {
  return /^(?:http:\/\/)?([^:/]+)/.exec(target)?.[1] ?? target;
}

/** PromQL that has a result only when every target is up and every probe and exporter is content. */
function healthyExpression(plan: MonitoringPlan): string {
  const probes = plan.components.length + plan.services.length;
  const targets = 2 + plan.applications.length + plan.serviceMetrics.length + (probes > 0 ? 1 + probes : 0);
  const all = (expression: string, count: number) =>
    count === 0 ? [] : [`(count(${expression} == 1) == ${String(count)})`];
  const kinds = (kind: string) => plan.serviceMetrics.filter((metrics) => metrics.kind === kind).length;
  return [
    ...all('up', targets),
    ...all('probe_success', probes),
    ...all('pg_up', kinds('postgres')),
    ...all('redis_up', kinds('redis')),
  ].join(' and on () ');
}

/** Away from the repository, whose compose file would ask for variables; Compose finds the project by its labels. */
function cleanup(project: string): string {
  return `cd "$(mktemp -d)" && docker compose --project-name ${project} down --volumes --remove-orphans --timeout 5`;
}
