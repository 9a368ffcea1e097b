import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { isDuration } from '../../promql/durations.js';
import { promqlProblems } from '../../promql/promql-problems.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlPath, YamlSource } from '../../yaml/read-yaml.js';
import { definedAlerts } from './tested-alerts.js';

/** Judges promtool unit tests: rule files exist, alerts are defined, expressions and times can be read. */
export const prometheusTestsVerifier: Verifier = {
  id: 'prometheus-tests',
  kinds: ['prometheus-tests'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source) return findings;
    const file = asMapping(source.value);
    const known = knownAlerts(file, path, tree, source, report);
    const interval = asText(file.evaluation_interval);
    if (interval !== undefined && !isDuration(interval)) {
      report('prometheus-duration', 'error', source.lineOf(['evaluation_interval']), `'${interval}' is no duration.`);
    }
    asList(file.tests).forEach((test, index) => verifyTest(asMapping(test), ['tests', index], known, source, report));
    return findings;
  },
};

/** Alerts of the rule files that are named; undefined when a pattern hides which they are. */
function knownAlerts(
  file: Mapping,
  path: string,
  tree: FileTree,
  source: YamlSource,
  report: Report,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  let complete = true;
  asList(file.rule_files).forEach((item, index) => {
    const name = asText(item) ?? '';
    const rules = posix.join(posix.dirname(path), name);
    if (/[*?[]/.test(name) || name.startsWith('/') || rules.startsWith('..')) complete = false;
    else if (!tree.has(rules)) {
      complete = false;
      report(
        'prometheus-rule-file',
        'error',
        source.lineOf(['rule_files', index]),
        `The rule file '${name}' does not exist.`,
      );
    } else definedAlerts(tree.read(rules) ?? '').forEach((alert) => names.add(alert));
  });
  return complete ? names : undefined;
}

function verifyTest(
  test: Mapping,
  path: YamlPath,
  known: ReadonlySet<string> | undefined,
  source: YamlSource,
  report: Report,
): void {
  asList(test.input_series).forEach((item, index) => {
    const { series, values } = asMapping(item);
    const at = source.lineOf([...path, 'input_series', index]);
    for (const problem of promqlProblems(asText(series) ?? '')) report('promql', 'error', at, `series: ${problem}.`);
    if (asText(values) === undefined) report('prometheus-test-values', 'error', at, 'A series needs values.');
  });
  asList(test.alert_rule_test).forEach((item, index) => {
    const { alertname, eval_time: time } = asMapping(item);
    const at = source.lineOf([...path, 'alert_rule_test', index]);
    const name = asText(alertname) ?? '';
    if (known && !known.has(name))
      report('prometheus-test-alert', 'error', at, `No rule file defines the alert '${name}'.`);
    verifyTime(asText(time), at, report);
  });
  asList(test.promql_expr_test).forEach((item, index) => {
    const { expr, eval_time: time } = asMapping(item);
    const at = source.lineOf([...path, 'promql_expr_test', index]);
    for (const problem of promqlProblems(asText(expr) ?? '')) report('promql', 'error', at, `${problem}.`);
    verifyTime(asText(time), at, report);
  });
}

function verifyTime(time: string | undefined, line: number, report: Report): void {
  if (time !== undefined && !isDuration(time))
    report('prometheus-duration', 'error', line, `'${time}' is no duration.`);
}
