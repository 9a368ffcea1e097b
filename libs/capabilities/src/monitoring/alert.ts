/** One series of a rule's unit test: name with labels, and its values in promtool's notation. */
export interface SampleSeries {
  series: string;
  values: string;
}

/** A rule that stores what several alerts and panels read. */
export interface RecordingRule {
  record: string;
  expression: string;
}

/** One alert, with what its unit test, its catalogue entry and its route need. */
export interface Alert {
  name: string;
  expression: string;
  /** How long it must hold: Prometheus duration. */
  for: string;
  severity: 'critical' | 'warning';
  /** One line; `{{ $labels.x }}` is the only template used. */
  summary: string;
  /** What it means for users of the system. */
  description: string;
  checks: readonly string[];
  actions: readonly string[];
  test: AlertTest;
}

/** A case that fires and one that does not, both looked at after `at`. */
export interface AlertTest {
  at: string;
  firing: readonly SampleSeries[];
  quiet: readonly SampleSeries[];
  /** Labels of the alert that fires, without `alertname` and `severity`. */
  labels: Readonly<Record<string, string>>;
}

/** Rules that belong together: one file of rules and one of tests. */
export interface AlertGroup {
  /** Name of the group and of the file, without `.yml`. */
  name: string;
  records: readonly RecordingRule[];
  alerts: readonly Alert[];
}

/** `name{a="x",b="y"}`, labels in name order. */
export function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(',')}}`;
}
