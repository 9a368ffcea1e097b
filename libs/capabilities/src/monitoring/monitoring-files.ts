import type { TaskFileStep } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { renderAlertCatalogue } from './alert-catalogue.js';
import { buildAlertGroups, renderRules, renderRuleTests } from './alert-rules.js';
import { renderAlertmanagerConfiguration } from './alertmanager-configuration.js';
import { renderBlackboxConfiguration } from './blackbox-configuration.js';
import { renderGrafanaDashboard } from './grafana-dashboard.js';
import { renderGrafanaDashboardProvider, renderGrafanaDatasource } from './grafana-provisioning.js';
import { renderMonitoringCompose } from './monitoring-compose.js';
import type { MonitoringPlan } from './monitoring-plan.js';
import { renderPrometheusConfiguration } from './prometheus-configuration.js';

/** What the monitoring writes, and what of the user's stands in its place. */
export interface MonitoringFiles {
  written: readonly TaskFileStep[];
  /** Paths that the user's repository holds already: kept as they are. */
  kept: readonly string[];
  /** Monitoring of the user's at other paths: judged, and neither changed nor used. */
  beside: readonly string[];
}

const monitoringKinds = new Set(['alertmanager', 'grafana', 'grafana-dashboard', 'prometheus', 'prometheus-rules']);

/** Every file of the monitoring; a rule file that the user keeps takes its test file out with it. */
export function buildMonitoringFiles(input: CapabilityInput, plan: MonitoringPlan): MonitoringFiles {
  const wanted = [...stackFiles(input, plan), ...ruleFiles(input, plan), ...grafanaFiles(plan)];
  const kept = wanted.map(({ path }) => path).filter((path) => input.files.has(path));
  const withoutRules = new Set(
    kept
      .filter((path) => path.startsWith('monitoring/prometheus/rules/'))
      .map((path) => path.replace('/rules/', '/tests/')),
  );
  return {
    written: wanted.filter(({ path }) => !kept.includes(path) && !withoutRules.has(path)),
    kept,
    beside: input.analysis.delivery
      .filter(({ kind, path }) => monitoringKinds.has(kind) && input.files.has(path))
      .map(({ path }) => path)
      .filter((path) => !wanted.some((file) => file.path === path)),
  };
}

function stackFiles(input: CapabilityInput, plan: MonitoringPlan): TaskFileStep[] {
  const probes = plan.components.length + plan.services.length > 0;
  const rabbitmq = plan.serviceMetrics.some(({ kind }) => kind === 'rabbitmq');
  return [
    file(input.model.monitoringCompose.path, 'yaml', renderMonitoringCompose(plan, input.model)),
    file('monitoring/prometheus/prometheus.yml', 'yaml', renderPrometheusConfiguration(plan)),
    file('monitoring/alertmanager/alertmanager.yml', 'yaml', renderAlertmanagerConfiguration()),
    file(
      'monitoring/alertmanager/secrets/.gitignore',
      'gitignore',
      '# Addresses with tokens are put here and never committed.\n*\n!.gitignore\n',
    ),
    ...(probes ? [file('monitoring/blackbox/blackbox.yml', 'yaml', renderBlackboxConfiguration(plan))] : []),
    ...(rabbitmq ? [file('monitoring/rabbitmq/enabled_plugins', 'text', '[rabbitmq_prometheus].\n')] : []),
  ];
}

function ruleFiles(input: CapabilityInput, plan: MonitoringPlan): TaskFileStep[] {
  const groups = buildAlertGroups(plan);
  return [
    ...groups.flatMap((group) => [
      file(`monitoring/prometheus/rules/${group.name}.yml`, 'yaml', renderRules(group)),
      file(`monitoring/prometheus/tests/${group.name}.yml`, 'yaml', renderRuleTests(group)),
    ]),
    file('monitoring/prometheus/alerts.md', 'markdown', renderAlertCatalogue(plan, groups, input.model)),
  ];
}

function grafanaFiles(plan: MonitoringPlan): TaskFileStep[] {
  return [
    file('monitoring/grafana/provisioning/datasources/prometheus.yml', 'yaml', renderGrafanaDatasource(plan)),
    file('monitoring/grafana/provisioning/dashboards/files.yml', 'yaml', renderGrafanaDashboardProvider()),
    file(`monitoring/grafana/dashboards/${plan.project}.json`, 'json', renderGrafanaDashboard(plan)),
  ];
}

function file(path: string, language: string, content: string): TaskFileStep {
  return { kind: 'file', path, language, content, executable: false };
}
