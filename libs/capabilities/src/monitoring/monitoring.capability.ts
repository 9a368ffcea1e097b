import type {
  Capability,
  CapabilityInput,
  CapabilityOverview,
  CriterionDraft,
  TaskContribution,
} from '../capability.js';
import { buildAlertGroups } from './alert-rules.js';
import { buildMonitoringChecks } from './monitoring-checks.js';
import { buildMonitoringFiles, type MonitoringFiles } from './monitoring-files.js';
import { buildMonitoringPlan, type MonitoringPlan } from './monitoring-plan.js';

/** Prometheus, alert rules with unit tests, Alertmanager, probes, exporters and a Grafana dashboard. */
export const monitoringCapability: Capability = {
  id: 'monitoring',
  title: 'Monitoring',
  description:
    'Prometheus with tested alert rules, Alertmanager, probes of every component, exporters for databases, and a Grafana dashboard.',
  implies: [{ id: 'compose', reason: 'the monitoring runs beside the application, as an overlay on its compose file' }],
  indivisibleParts: ['grafana'],
  overview,
  contribute,
};

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  if (input.model.components.length === 0) return [];
  const plan = buildMonitoringPlan(input);
  const files = buildMonitoringFiles(input, plan);
  const checks = buildMonitoringChecks(input, plan, files);
  const ids = new Set(checks.map(({ id }) => id));
  return [
    {
      slot: 'implement-monitoring',
      context: context(input, plan, files),
      steps: files.written,
      checks,
      criteria: criteria(input, plan).filter((criterion) => criterion.checks.every((id) => ids.has(id))),
      adds: files.kept.length === 0 ? 'Prometheus, Alertmanager and Grafana' : 'the missing parts of the monitoring',
    },
  ];
}

function criteria(input: CapabilityInput, plan: MonitoringPlan): CriterionDraft[] {
  const live = input.model.compose.kept
    ? 'The monitoring starts on its own, and its parts see each other'
    : 'With the application running, every Prometheus target is up';
  const drilled = plan.components.length + plan.services.length > 0;
  const alert = drilled ? '; an alert fires for what does not run, and reaches Alertmanager' : '';
  return [
    {
      text: 'All monitoring files are valid and agree with each other and with the compose file',
      checks: ['monitoring-files'],
    },
    {
      text: 'The files that stood here before were read and judged, and are unchanged',
      checks: ['monitoring-kept-files'],
    },
    { text: 'Prometheus accepts its configuration', checks: ['monitoring-prometheus'] },
    { text: 'Prometheus accepts every rule', checks: ['monitoring-rules'] },
    {
      text: 'Every alert fires when it must and stays quiet when it must (unit tests)',
      checks: ['monitoring-alert-tests'],
    },
    { text: 'Alertmanager accepts its configuration', checks: ['monitoring-alertmanager'] },
    { text: `${live}${alert}`, checks: ['monitoring-live'] },
    { text: 'Grafana answers and holds the dashboard', checks: ['monitoring-grafana'] },
  ];
}

function overview(input: CapabilityInput): CapabilityOverview {
  if (input.model.components.length === 0) return { approach: [], prerequisites: [], success: [] };
  const plan = buildMonitoringPlan(input);
  const alerts = buildAlertGroups(plan).flatMap((group) => group.alerts).length;
  return {
    approach: [
      `Monitoring: \`${input.model.monitoringCompose.path}\` adds Prometheus, Alertmanager, Grafana and exporters to \`${input.model.compose.path}\`, hardened and on 127.0.0.1 only.`,
      `Alerts: ${String(alerts)} rules on availability, latency, errors and saturation, each with a unit test that fires and one that does not, described in \`monitoring/prometheus/alerts.md\`.`,
    ],
    prerequisites: [
      '`GRAFANA_ADMIN_PASSWORD` in `.env` (`scripts/create-env-file.sh` makes one).',
      'An address to send alerts to: until one is entered in `monitoring/alertmanager/alertmanager.yml`, alerts are shown and sent to nobody.',
    ],
    success: [
      `All ${String(alerts)} alerts pass their unit tests: each fires in one case and stays quiet in the other.`,
      'Every Prometheus target is up within two minutes of the start of the stack.',
    ],
  };
}

function context(input: CapabilityInput, plan: MonitoringPlan, files: MonitoringFiles): string {
  const { model } = input;
  const sections = [
    `The monitoring is an overlay on \`${model.compose.path}\`: Prometheus scrapes, Alertmanager sorts what it is told, Grafana shows. It watches:`,
    list([...watched(plan), 'Prometheus and Alertmanager: their own metrics.']),
    ...(plan.unwatched.length === 0
      ? []
      : ['Not watched:', list(plan.unwatched.map(({ name, reason }) => `${name}: ${reason}.`))]),
    ...(files.kept.length === 0
      ? []
      : [
          'These files stand here already, are kept as they are, and take the place of ours:',
          list(files.kept.map(code)),
        ]),
    ...(files.beside.length === 0
      ? []
      : [
          'The repository has monitoring elsewhere too; it is left alone and not joined to this one:',
          list(files.beside.map(code)),
        ]),
    'Alertmanager sends nothing until somebody enters a receiver: addresses are not made up. The head of `monitoring/alertmanager/alertmanager.yml` says how.',
  ];
  return sections.join('\n\n');
}

function watched(plan: MonitoringPlan): string[] {
  const evident = new Map<string, string[]>();
  const add = (name: string, how: string) => evident.set(name, [...(evident.get(name) ?? []), how]);
  for (const probe of [...plan.components, ...plan.services]) {
    add(probe.name, `${probe.module === 'http_2xx' ? 'HTTP' : 'TCP'} probe of ${code(probe.target)}`);
  }
  for (const { name, metricsPath, instrumentation } of plan.applications) {
    const names =
      instrumentation === undefined
        ? ' (their names cannot be known: no rules on them)'
        : ` of ${instrumentation.library}`;
    add(name, `its metrics at ${code(metricsPath)}${names}`);
  }
  for (const { service, exporter } of plan.serviceMetrics) {
    add(service, exporter === undefined ? 'its own metrics' : `metrics of \`${exporter.name}\``);
  }
  return [...evident].map(([name, ways]) => `${name}: ${ways.join('; ')}.`);
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, '')}\``;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
