import { seriesOf, type Alert, type AlertGroup } from './alert.js';
import type { MonitoringPlan } from './monitoring-plan.js';

type Labels = Readonly<Record<string, string>>;

/** Rules about the monitoring itself: what cannot be scraped, evaluated or delivered. */
export function buildSelfGroup(plan: MonitoringPlan): AlertGroup {
  const prometheus = { instance: 'localhost:9090', job: 'prometheus' };
  const alertmanager = { instance: `${plan.names.alertmanager}:9093`, job: 'alertmanager' };
  return {
    name: 'monitoring',
    records: [],
    alerts: [
      targetDown(alertmanager),
      configurationRejected('Prometheus', 'prometheus_config_last_reload_successful', prometheus),
      configurationRejected('Alertmanager', 'alertmanager_config_last_reload_successful', alertmanager),
      ruleFailures(prometheus),
      alertmanagerMissing(prometheus),
      notificationsFailing(alertmanager),
    ],
  };
}

function targetDown(labels: Labels): Alert {
  const series = seriesOf('up', labels);
  return {
    name: 'TargetDown',
    expression: 'up == 0',
    for: '2m',
    severity: 'warning',
    summary: 'Metrics of {{ $labels.instance }} cannot be read',
    description:
      'Prometheus has not been able to scrape {{ $labels.instance }} ({{ $labels.job }}) for two minutes: alerts that need it are blind.',
    checks: ['The page `/targets` of Prometheus shows the error.', 'Does the container run? `docker compose ps`'],
    actions: ['Start or restart the container, or correct the target in `monitoring/prometheus/prometheus.yml`.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}

function configurationRejected(program: string, metric: string, labels: Labels): Alert {
  const series = seriesOf(metric, labels);
  return {
    name: `${program}ConfigurationRejected`,
    expression: `${metric} == 0`,
    for: '2m',
    severity: 'warning',
    summary: `${program} runs with an old configuration`,
    description: `${program} ({{ $labels.instance }}) could not load its changed configuration and goes on with the one before.`,
    checks: [
      'Its log names the line: `docker compose logs --tail 50`',
      'Check it with `promtool check config` or `amtool check-config`.',
    ],
    actions: ['Correct the file and send the container `SIGHUP`.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}

function ruleFailures(labels: Labels): Alert {
  const series = seriesOf('prometheus_rule_evaluation_failures_total', { ...labels, rule_group: 'example' });
  return {
    name: 'PrometheusRuleFailures',
    expression: 'sum by (instance, job) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0',
    for: '5m',
    severity: 'warning',
    summary: 'Prometheus cannot evaluate some rules',
    description:
      'Rules on {{ $labels.instance }} have failed for five minutes: alerts that depend on them do not fire.',
    checks: ['The page `/rules` of Prometheus shows the error.'],
    actions: ['Correct the rule, then `promtool check rules` and `promtool test rules`.'],
    test: { at: '15m', firing: [{ series, values: '0+1x30' }], quiet: [{ series, values: '2x30' }], labels },
  };
}

function alertmanagerMissing(labels: Labels): Alert {
  const series = seriesOf('prometheus_notifications_alertmanagers_discovered', labels);
  return {
    name: 'PrometheusWithoutAlertmanager',
    expression: 'prometheus_notifications_alertmanagers_discovered < 1',
    for: '2m',
    severity: 'critical',
    summary: 'Prometheus knows no Alertmanager',
    description: 'Prometheus ({{ $labels.instance }}) has had nowhere to send alerts to for two minutes.',
    checks: ['Is the block `alerting` in `monitoring/prometheus/prometheus.yml` as it should be?'],
    actions: ['Start Alertmanager and restart Prometheus.'],
    test: { at: '10m', firing: [{ series, values: '0x20' }], quiet: [{ series, values: '1x20' }], labels },
  };
}

function notificationsFailing(labels: Labels): Alert {
  const series = seriesOf('alertmanager_notifications_failed_total', { ...labels, integration: 'webhook' });
  return {
    name: 'AlertmanagerNotificationsFailing',
    expression: 'sum by (instance, integration, job) (increase(alertmanager_notifications_failed_total[5m])) > 0',
    for: '5m',
    severity: 'critical',
    summary: 'Alertmanager cannot deliver by {{ $labels.integration }}',
    description: 'Notifications by {{ $labels.integration }} have failed for five minutes: nobody hears of alerts.',
    checks: [
      'The log of Alertmanager names the answer it got.',
      'Is the address in `monitoring/alertmanager/secrets/` still valid?',
    ],
    actions: ['Correct the address or the network, then send Alertmanager `SIGHUP`.'],
    test: {
      at: '15m',
      firing: [{ series, values: '0+1x30' }],
      quiet: [{ series, values: '2x30' }],
      labels: { ...labels, integration: 'webhook' },
    },
  };
}
