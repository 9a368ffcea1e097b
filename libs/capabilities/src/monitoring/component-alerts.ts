import type { Alert, AlertGroup, RecordingRule } from './alert.js';
import { seriesOf } from './alert.js';
import { applicationAlerts, applicationRecords } from './application-alerts.js';
import type { MonitoringPlan, Probe } from './monitoring-plan.js';

/** Rules about the components as their clients see them, and as their own metrics describe them. */
export function buildComponentGroups(plan: MonitoringPlan): AlertGroup[] {
  const probe = plan.components[0];
  const groups: AlertGroup[] = [];
  if (probe !== undefined) groups.push({ name: 'components', records: probeRecords, alerts: probeAlerts(probe) });
  const alerts = applicationAlerts(plan);
  if (alerts.length > 0) groups.push({ name: 'applications', records: applicationRecords(plan), alerts });
  return groups;
}

/** Labels of a probe's series. */
export function probeLabels(probe: Probe, job: 'component-probes' | 'service-probes'): Record<string, string> {
  const label = job === 'component-probes' ? 'component' : 'service';
  return { [label]: probe.name, instance: probe.target, job };
}

const probeRecords: readonly RecordingRule[] = [
  {
    record: 'component:probe_success:avg1h',
    expression: 'avg by (component) (avg_over_time(probe_success{job="component-probes"}[1h]))',
  },
  {
    record: 'component:probe_duration_seconds:avg5m',
    expression: 'avg by (component) (avg_over_time(probe_duration_seconds{job="component-probes"}[5m]))',
  },
];

function probeAlerts(probe: Probe): Alert[] {
  return [componentDown(probe), componentUnstable(probe), componentSlow(probe)];
}

function componentDown(probe: Probe): Alert {
  const labels = probeLabels(probe, 'component-probes');
  const series = seriesOf('probe_success', labels);
  return {
    name: 'ComponentDown',
    expression: 'probe_success{job="component-probes"} == 0',
    for: '1m',
    severity: 'critical',
    summary: 'Component {{ $labels.component }} does not answer',
    description: 'Probes of {{ $labels.instance }} have failed for one minute: its users get errors or no answer.',
    checks: [
      'Is its container running and healthy? `docker compose ps`',
      'What did it say last? `docker compose logs --tail 100 <component>`',
      'Are the services it needs up? An alert of theirs explains this one.',
    ],
    actions: [
      'Restart it: `docker compose restart <component>`.',
      'If it began with a deployment, roll back to the version before.',
    ],
    test: {
      at: '10m',
      firing: [{ series, values: '1x4 0x20' }],
      quiet: [{ series, values: '1x9 0x0 1x20' }],
      labels,
    },
  };
}

function componentUnstable(probe: Probe): Alert {
  const labels = probeLabels(probe, 'component-probes');
  const series = seriesOf('probe_success', labels);
  return {
    name: 'ComponentUnstable',
    expression: 'changes(probe_success{job="component-probes"}[15m]) > 4',
    for: '1m',
    severity: 'warning',
    summary: 'Component {{ $labels.component }} comes and goes',
    description: '{{ $labels.instance }} changed between up and down more than four times within 15 minutes.',
    checks: [
      'Does its container restart? `docker compose ps` shows since when it runs.',
      'Was it killed for its memory? `docker inspect --format "{{.State.OOMKilled}}" <container>`',
    ],
    actions: ['Raise its memory limit if it was killed for it, else fix what its log shows before each restart.'],
    test: {
      at: '15m',
      firing: [{ series, values: '1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0' }],
      quiet: [{ series, values: '1x7 0x2 1x20' }],
      labels,
    },
  };
}

function componentSlow(probe: Probe): Alert {
  const labels = probeLabels(probe, 'component-probes');
  const series = seriesOf('probe_duration_seconds', labels);
  return {
    name: 'ComponentSlow',
    expression: 'component:probe_duration_seconds:avg5m > 1',
    for: '10m',
    severity: 'warning',
    summary: 'Component {{ $labels.component }} answers slowly',
    description: 'A probe of {{ $labels.component }} has taken more than one second on average for ten minutes.',
    checks: [
      'Is it short of processor time? `docker stats --no-stream`',
      'Do the services it needs answer? Look at their panels on the dashboard.',
    ],
    actions: ['Give it more processor time, or run more of it; then look for what became slow.'],
    test: {
      at: '20m',
      firing: [{ series, values: '2x30' }],
      quiet: [{ series, values: '0.05x30' }],
      labels: { component: probe.name },
    },
  };
}
