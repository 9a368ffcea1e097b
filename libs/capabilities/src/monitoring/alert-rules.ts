import { renderYaml } from '@devops-orchestrator/templates';
import type { Alert, AlertGroup } from './alert.js';
import { buildComponentGroups } from './component-alerts.js';
import { buildServiceGroups } from './service-alerts.js';
import { buildSelfGroup } from './self-alerts.js';
import type { MonitoringPlan } from './monitoring-plan.js';

/** Every group of rules, for what the plan watches. */
export function buildAlertGroups(plan: MonitoringPlan): AlertGroup[] {
  return [...buildComponentGroups(plan), ...buildServiceGroups(plan), buildSelfGroup(plan)];
}

/** One rule file. Source: Prometheus, recording and alerting rules. */
export function renderRules(group: AlertGroup): string {
  return renderYaml(
    {
      groups: [
        {
          name: group.name,
          rules: [
            ...group.records.map(({ record, expression }) => ({ record, expr: expression })),
            ...group.alerts.map((alert) => ({
              alert: alert.name,
              expr: alert.expression,
              for: alert.for,
              labels: { severity: alert.severity },
              annotations: annotations(alert),
            })),
          ],
        },
      ],
    },
    `Rules of "${group.name}"; their unit tests stand in ../tests/${group.name}.yml.\nCheck: promtool check rules monitoring/prometheus/rules/${group.name}.yml`,
  );
}

/** Unit tests of one rule file: for each alert a case that fires and one that does not. Source: Prometheus, unit testing for rules. */
export function renderRuleTests(group: AlertGroup): string {
  return renderYaml(
    {
      rule_files: [`../rules/${group.name}.yml`],
      evaluation_interval: '1m',
      tests: group.alerts.flatMap((alert) => [
        testCase(alert, `${alert.name} fires`, alert.test.firing, [
          {
            exp_labels: { ...alert.test.labels, severity: alert.severity },
            exp_annotations: expanded(annotations(alert), alert.test.labels),
          },
        ]),
        testCase(alert, `${alert.name} stays quiet`, alert.test.quiet, []),
      ]),
    },
    `Run: promtool test rules monitoring/prometheus/tests/${group.name}.yml`,
  );
}

function testCase(alert: Alert, name: string, series: Alert['test']['firing'], expected: readonly object[]): object {
  return {
    name,
    interval: '1m',
    input_series: series,
    alert_rule_test: [{ eval_time: alert.test.at, alertname: alert.name, exp_alerts: expected }],
  };
}

function annotations(alert: Alert): Record<string, string> {
  return {
    summary: alert.summary,
    description: alert.description,
    runbook_url: `monitoring/prometheus/alerts.md#${alert.name.toLowerCase()}`,
  };
}

/** What Prometheus makes of `{{ $labels.x }}`. */
function expanded(texts: Record<string, string>, labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
    ]),
  );
}
