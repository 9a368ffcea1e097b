import { seriesOf, type Alert, type RecordingRule } from './alert.js';
import type { Instrumentation } from './instrumentation.js';
import type { Application, MonitoringPlan } from './monitoring-plan.js';

type Http = NonNullable<Instrumentation['http']>;
type Instrumented = Application & { instrumentation: Instrumentation };

/** Rules that bring the metrics of different libraries under one name per component. */
export function applicationRecords(plan: MonitoringPlan): RecordingRule[] {
  return instrumented(plan).flatMap(({ name, instrumentation: { http } }) =>
    http === undefined ? [] : httpRecords(name, http),
  );
}

/** Alerts on errors, latency and saturation, for metrics that the applications really serve. */
export function applicationAlerts(plan: MonitoringPlan): Alert[] {
  const applications = instrumented(plan);
  const withHttp = applications.find(({ instrumentation }) => instrumentation.http !== undefined);
  const withDuration = applications.find(({ instrumentation }) => instrumentation.http?.duration !== undefined);
  const withProcess = applications.find(({ instrumentation }) => instrumentation.process);
  return [
    ...(withHttp?.instrumentation.http === undefined ? [] : [errorRatio(withHttp, withHttp.instrumentation.http)]),
    ...(withDuration?.instrumentation.http?.duration === undefined
      ? []
      : [latency(withDuration, withDuration.instrumentation.http.duration)]),
    ...(withProcess === undefined ? [] : [restarts(withProcess), fileDescriptors(withProcess)]),
  ];
}

/** Labels of what an application serves. */
export function applicationLabels(application: Application): Record<string, string> {
  return { component: application.name, instance: application.target, job: 'applications' };
}

/** Applications whose metric names are known. */
export function instrumented(plan: MonitoringPlan): Instrumented[] {
  return plan.applications.flatMap((application) => {
    const { instrumentation } = application;
    return instrumentation === undefined ? [] : [{ ...application, instrumentation }];
  });
}

function httpRecords(component: string, http: Http): RecordingRule[] {
  const of = `job="applications",component="${component}"`;
  const requests = `sum by (component) (rate(${http.requests}{${of}}[5m]))`;
  const errors = `sum by (component) (rate(${http.requests}{${of},${http.statusLabel}=~"5.."}[5m]))`;
  return [
    { record: 'component:http_requests:rate5m', expression: requests },
    // Without errors there is no series of errors: the second half says 0 then.
    { record: 'component:http_errors:ratio_rate5m', expression: `(${errors} or 0 * ${requests}) / (${requests} > 0)` },
    ...(http.duration === undefined
      ? []
      : [
          {
            record: 'component:http_request_duration_seconds:p95_5m',
            expression: `histogram_quantile(0.95, sum by (component, le) (rate(${http.duration}_bucket{${of}}[5m])))`,
          },
        ]),
  ];
}

function errorRatio(application: Application, http: Http): Alert {
  const status = (code: string) =>
    seriesOf(http.requests, { ...applicationLabels(application), [http.statusLabel]: code });
  return {
    name: 'ApplicationErrorRatioHigh',
    expression: 'component:http_errors:ratio_rate5m > 0.05',
    for: '5m',
    severity: 'critical',
    summary: 'Component {{ $labels.component }} answers with errors',
    description:
      'More than 5 % of the requests to {{ $labels.component }} have ended with a 5xx status for five minutes.',
    checks: ['Which requests fail? `docker compose logs --tail 200 <component>`', 'Did it begin with a deployment?'],
    actions: ['Roll back if it began with a deployment.', 'Restore the service it needs if that one is down.'],
    test: {
      at: '15m',
      firing: [
        { series: status('200'), values: '0+60x30' },
        { series: status('500'), values: '0+30x30' },
      ],
      quiet: [
        { series: status('200'), values: '0+60x30' },
        { series: status('500'), values: '0+1x30' },
      ],
      labels: { component: application.name },
    },
  };
}

function latency(application: Application, duration: string): Alert {
  const bucket = (le: string) => seriesOf(`${duration}_bucket`, { ...applicationLabels(application), le });
  return {
    name: 'ApplicationLatencyHigh',
    expression: 'component:http_request_duration_seconds:p95_5m > 1',
    for: '10m',
    severity: 'warning',
    summary: 'Component {{ $labels.component }} is slow',
    description: 'One request in twenty to {{ $labels.component }} has taken more than a second for ten minutes.',
    checks: ['Which panel rose first: traffic, processor, or a service it needs?'],
    actions: ['Add capacity when traffic rose; else find the slow query or call.'],
    test: {
      at: '20m',
      firing: [
        { series: bucket('0.5'), values: '0+10x40' },
        { series: bucket('5'), values: '0+100x40' },
        { series: bucket('+Inf'), values: '0+100x40' },
      ],
      quiet: [
        { series: bucket('0.5'), values: '0+100x40' },
        { series: bucket('5'), values: '0+100x40' },
        { series: bucket('+Inf'), values: '0+100x40' },
      ],
      labels: { component: application.name },
    },
  };
}

function restarts(application: Application): Alert {
  const series = seriesOf('process_start_time_seconds', applicationLabels(application));
  return {
    name: 'ApplicationRestarting',
    expression: 'changes(process_start_time_seconds{job="applications"}[15m]) > 2',
    for: '1m',
    severity: 'warning',
    summary: 'Component {{ $labels.component }} restarts again and again',
    description: 'The process behind {{ $labels.instance }} started more than twice within 15 minutes.',
    checks: ['What does its log say before each start? `docker compose logs --tail 200 <component>`'],
    actions: ['Roll back if it began with a deployment.', 'Raise its memory limit if it was killed for it.'],
    test: {
      at: '15m',
      firing: [{ series, values: '100x2 200x2 300x2 400x2 500x20' }],
      quiet: [{ series, values: '100x30' }],
      labels: applicationLabels(application),
    },
  };
}

function fileDescriptors(application: Application): Alert {
  const labels = applicationLabels(application);
  const open = seriesOf('process_open_fds', labels);
  const limit = { series: seriesOf('process_max_fds', labels), values: '1000x20' };
  return {
    name: 'ApplicationFileDescriptorsHigh',
    expression: 'process_open_fds{job="applications"} / process_max_fds{job="applications"} > 0.8',
    for: '5m',
    severity: 'warning',
    summary: 'Component {{ $labels.component }} runs out of file descriptors',
    description: '{{ $labels.instance }} has used more than 80 % of its file descriptors for five minutes.',
    checks: ['Does the number of connections grow without end? That is a leak.'],
    actions: ['Restart the component, then fix the leak or raise the limit.'],
    test: {
      at: '10m',
      firing: [{ series: open, values: '900x20' }, limit],
      quiet: [{ series: open, values: '100x20' }, limit],
      labels,
    },
  };
}
