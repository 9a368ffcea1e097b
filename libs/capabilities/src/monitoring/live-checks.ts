import { serviceImages } from '@devops-orchestrator/reference-data';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type { TaskCheck } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { createEnvironmentFile } from '../requirements/environment-steps.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import { exporterImages, projectImages, stackImages } from './project-images.js';

/**
 * Starts the stack with what it watches, without Grafana; all targets come up, and an alert goes from firing to delivered.
 *
 * What a compose file of the user's needs to start cannot be known: beside one, the stack starts alone, and the alert is the one
 * about what does not run.
 */
export function liveCheck(input: CapabilityInput, plan: MonitoringPlan): TaskCheck {
  const alone = input.model.compose.kept;
  const project = `${plan.project}-verify-monitoring`;
  const images = [...stackImages(plan), ...(alone ? [] : [...exporterImages(plan), ...projectImages(input)])];
  return {
    id: 'monitoring-live',
    tier: 'live',
    command: renderTemplate('monitoring/live-check.sh', {
      ...stackContext(input, plan, project),
      services: (alone ? stackServices(plan) : watchedServices(plan)).map(quoteShell).join(' '),
      prometheus: plan.names.prometheus,
      alertmanager: plan.names.alertmanager,
      healthy: quoteShell(alone ? stackHealthy(plan) : allHealthy(plan)),
      drill: drill(plan) ?? false,
    }).trimEnd(),
    requires: ['docker', 'compose', ...new Set(images.map((image) => `image:${image}`))],
    timeoutSeconds: 1800,
    cleanup: cleanup(project),
  };
}

/** Starts Grafana on top of Prometheus; it answers and holds the dashboard. */
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

function stackContext({ model }: CapabilityInput, plan: MonitoringPlan, project: string): object {
  const alone = model.compose.kept;
  const own = [...model.components.filter(({ hostPort }) => hostPort !== undefined), ...model.services];
  const published = [
    ...(alone ? [] : own.map(({ name }) => name)),
    plan.names.prometheus,
    plan.names.alertmanager,
    plan.names.grafana,
  ];
  const files = [...(alone ? [] : [model.compose.path]), model.monitoringCompose.path];
  return {
    project,
    files: files.map((path) => `--file ${quoteShell(path)}`).join(' '),
    alone,
    placeholders: quoteShell(
      exporterVariables(plan)
        .map((name) => `${name}=placeholder\n`)
        .join(''),
    ),
    createEnvironmentFile,
    unpublished: quoteShell(
      ['services:', ...published.map((name) => `  ${JSON.stringify(name)}: { ports: !reset [] }`), ''].join('\n'),
    ),
  };
}

/** Variables without which Compose does not even read the overlay. */
function exporterVariables(plan: MonitoringPlan): string[] {
  const texts = plan.serviceMetrics.flatMap(({ exporter }) => Object.values(exporter?.environment ?? {}));
  return [...new Set(texts.flatMap((text) => /\$\{(\w+):?\?/.exec(text)?.[1] ?? []))].sort();
}

/** What stops and the alert that says so; without anything to probe there is none. */
function drill(plan: MonitoringPlan): object | undefined {
  const [component] = plan.components;
  const [service] = plan.services;
  if (component !== undefined)
    return { service: hostOf(component.target), alert: 'ComponentDown', label: `component="${component.name}"` };
  if (service === undefined) return undefined;
  return { service: hostOf(service.target), alert: 'ServiceDown', label: `service="${service.name}"` };
}

function stackServices({ names, components, services }: MonitoringPlan): string[] {
  const probes = components.length + services.length > 0;
  return [names.alertmanager, ...(probes ? [names.blackbox] : []), names.prometheus];
}

/** Compose services behind the targets, and the stack itself. */
function watchedServices(plan: MonitoringPlan): string[] {
  const targets = [...plan.components, ...plan.applications, ...plan.services, ...plan.serviceMetrics];
  return [...new Set([...targets.map(({ target }) => hostOf(target)), ...stackServices(plan)])].sort();
}

function hostOf(target: string): string {
  return /^(?:http:\/\/)?([^:/]+)/.exec(target)?.[1] ?? target;
}

const all = (expression: string, count: number) =>
  count === 0 ? [] : [`(count(${expression} == 1) == ${String(count)})`];

function stackHealthy(plan: MonitoringPlan): string {
  return all('up{job=~"alertmanager|blackbox-exporter|prometheus"}', stackServices(plan).length).join('');
}

/** PromQL that has a result only when every target is up and every probe and exporter is content. */
function allHealthy(plan: MonitoringPlan): string {
  const probes = plan.components.length + plan.services.length;
  const targets = stackServices(plan).length + plan.applications.length + plan.serviceMetrics.length + probes;
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
  const down = `docker compose --project-name ${project} down --volumes --remove-orphans --timeout 5`;
  const images = `docker image ls --quiet --filter reference='${project}-*' | xargs --no-run-if-empty docker image rm --force`;
  return `cd "$(mktemp -d)" && ${down}; ${images}`;
}
