import { renderTemplate, renderYaml } from '@devops-orchestrator/templates';

/**
 * `alertmanager.yml`: routes by severity, and inhibits what another alert explains.
 *
 * No receiver is made up: until somebody enters one, alerts are shown by Alertmanager and Prometheus only.
 * Source: Alertmanager, configuration.
 */
export function renderAlertmanagerConfiguration(): string {
  const route = {
    receiver: 'unconfigured',
    group_by: ['alertname', 'component', 'service'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      { matchers: ['severity="critical"'], receiver: 'unconfigured', group_wait: '10s', repeat_interval: '1h' },
      { matchers: ['severity="warning"'], receiver: 'unconfigured' },
    ],
  };
  const configuration = {
    route,
    receivers: [{ name: 'unconfigured' }],
    inhibit_rules: [
      inhibition(['severity="critical"', 'component=~".+"'], ['severity="warning"', 'component=~".+"'], ['component']),
      inhibition(['severity="critical"', 'service=~".+"'], ['severity="warning"', 'service=~".+"'], ['service']),
      inhibition(
        ['alertname="TargetDown"', 'job="blackbox-exporter"'],
        ['alertname="TargetDown"', 'job=~"component-probes|service-probes"'],
        [],
      ),
    ],
  };
  return renderYaml(configuration, renderTemplate('monitoring/alertmanager-header.txt', {}).trimEnd());
}

function inhibition(source: string[], target: string[], equal: string[]): object {
  return { source_matchers: source, target_matchers: target, ...(equal.length === 0 ? {} : { equal }) };
}
