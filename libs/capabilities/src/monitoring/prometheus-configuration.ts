import { renderYaml } from '@devops-orchestrator/templates';
import type { MonitoringPlan, Probe } from './monitoring-plan.js';

/** `prometheus.yml`: scrapes what runs, and nothing else. Source: Prometheus, configuration. */
export function renderPrometheusConfiguration(plan: MonitoringPlan): string {
  const { names } = plan;
  return renderYaml(
    {
      global: {
        scrape_interval: '15s',
        scrape_timeout: '10s',
        evaluation_interval: '15s',
        external_labels: { project: plan.project },
      },
      rule_files: ['rules/*.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`${names.alertmanager}:9093`] }] }] },
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: ['localhost:9090'] }] },
        { job_name: 'alertmanager', static_configs: [{ targets: [`${names.alertmanager}:9093`] }] },
        ...applicationJobs(plan),
        ...serviceJobs(plan),
        ...probeJobs(plan),
      ],
    },
    `What Prometheus scrapes, and where it sends alerts.\nCheck: promtool check config monitoring/prometheus/prometheus.yml`,
  );
}

/** Components differ in their path: one job, the path as a label of the target. */
function applicationJobs(plan: MonitoringPlan): object[] {
  if (plan.applications.length === 0) return [];
  return [
    {
      job_name: 'applications',
      static_configs: plan.applications.map(({ name, target, metricsPath }) => ({
        targets: [target],
        labels: { __metrics_path__: metricsPath, component: name },
      })),
    },
  ];
}

function serviceJobs(plan: MonitoringPlan): object[] {
  const kinds = [...new Set(plan.serviceMetrics.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    job_name: kind,
    static_configs: plan.serviceMetrics
      .filter((metrics) => metrics.kind === kind)
      .map(({ service, target }) => ({ targets: [target], labels: { service } })),
  }));
}

function probeJobs(plan: MonitoringPlan): object[] {
  const jobs = [
    ...(plan.components.length === 0 ? [] : [probeJob('component-probes', 'component', plan.components, plan)]),
    ...(plan.services.length === 0 ? [] : [probeJob('service-probes', 'service', plan.services, plan)]),
  ];
  const exporter = { job_name: 'blackbox-exporter', static_configs: [{ targets: [`${plan.names.blackbox}:9115`] }] };
  return jobs.length === 0 ? [] : [exporter, ...jobs];
}

function probeJob(job: string, label: string, probes: readonly Probe[], plan: MonitoringPlan): object {
  return {
    job_name: job,
    metrics_path: '/probe',
    static_configs: probes.map(({ name, module, target }) => ({
      targets: [target],
      labels: { __param_module: module, [label]: name },
    })),
    relabel_configs: [
      { source_labels: ['__address__'], target_label: '__param_target' },
      { source_labels: ['__param_target'], target_label: 'instance' },
      { target_label: '__address__', replacement: `${plan.names.blackbox}:9115` },
    ],
  };
}
