import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { isDuration } from '../../promql/durations.js';
import { promqlProblems } from '../../promql/promql-problems.js';
import type { JsonSchema } from '../../schema/check-schema.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlPath, YamlSource } from '../../yaml/read-yaml.js';
import { testedAlerts } from '../prometheus-tests/tested-alerts.js';

/** Judges alerting and recording rules: their form, their PromQL, and whether an alert says enough to act on. */
export const prometheusRulesVerifier: Verifier = {
  id: 'prometheus-rules',
  kinds: ['prometheus-rules'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('prometheus-rules-schema', schema, source, report)) return findings;
    const groups = asList(asMapping(source.value).groups).map(asMapping);
    const names = new Set<string>();
    groups.forEach((group, index) => {
      const name = asText(group.name) ?? '';
      if (names.has(name))
        report(
          'prometheus-group-twice',
          'error',
          source.lineOf(['groups', index]),
          `The group '${name}' is there twice.`,
        );
      names.add(name);
      asList(group.rules).forEach((rule, position) => {
        verifyRule(asMapping(rule), ['groups', index, 'rules', position], source, report);
      });
    });
    verifyTests(groups, path, tree, source, report);
    return findings;
  },
};

const text: JsonSchema = { type: ['string', 'number', 'boolean'] };
const labels: JsonSchema = { type: ['object', 'null'], additionalProperties: text };
const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['groups'],
  properties: {
    groups: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1 },
          interval: text,
          query_offset: text,
          limit: { type: 'integer' },
          labels,
          partial_response_strategy: text,
          rules: {
            type: ['array', 'null'],
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['expr'],
              properties: {
                alert: text,
                record: text,
                expr: text,
                for: text,
                keep_firing_for: text,
                labels,
                annotations: labels,
              },
            },
          },
        },
      },
    },
  },
};

function verifyRule(rule: Mapping, path: YamlPath, source: YamlSource, report: Report): void {
  const at = (key: string) => source.lineOf([...path, key]);
  const alert = asText(rule.alert);
  const record = asText(rule.record);
  const name = alert ?? record ?? '';
  if ((alert === undefined) === (record === undefined)) {
    report('prometheus-rule-kind', 'error', source.lineOf(path), 'A rule is either an alert or a record.');
  }
  for (const problem of promqlProblems(asText(rule.expr) ?? ''))
    report('promql', 'error', at('expr'), `${name}: ${problem}.`);
  for (const key of ['for', 'keep_firing_for']) {
    const duration = asText(rule[key]);
    if (duration !== undefined && !isDuration(duration))
      report('prometheus-duration', 'error', at(key), `${name}: '${duration}' is no duration.`);
    if (duration !== undefined && record !== undefined)
      report('prometheus-rule-kind', 'error', at(key), `${name}: a record has no '${key}'.`);
  }
  if (record !== undefined && !/^[a-zA-Z_:][\w:]*$/.test(record))
    report('prometheus-name', 'error', at('record'), `'${record}' is no metric name.`);
  for (const label of [...Object.keys(asMapping(rule.labels)), ...Object.keys(asMapping(rule.annotations))]) {
    if (!/^[a-zA-Z_]\w*$/.test(label))
      report('prometheus-name', 'error', at('labels'), `${name}: '${label}' is no label name.`);
  }
  if (alert !== undefined) verifyAlert(rule, alert, source.lineOf(path), report);
}

function verifyAlert(rule: Mapping, name: string, line: number, report: Report): void {
  const annotations = asMapping(rule.annotations);
  if (!('severity' in asMapping(rule.labels)))
    report('alert-severity', 'warning', line, `The alert '${name}' has no severity label.`);
  if (!('summary' in annotations) && !('description' in annotations)) {
    report('alert-summary', 'warning', line, `The alert '${name}' does not say what happened: add a summary.`);
  }
  for (const value of [...Object.values(annotations), ...Object.values(asMapping(rule.labels))]) {
    const template = asText(value) ?? '';
    if (template.split('{{').length !== template.split('}}').length) {
      report('alert-template', 'error', line, `The alert '${name}' has a template with braces that do not match.`);
    }
  }
}

function verifyTests(
  groups: readonly Mapping[],
  path: string,
  tree: FileTree,
  source: YamlSource,
  report: Report,
): void {
  const tested = testedAlerts(tree, posix.normalize(path));
  groups.forEach((group, index) => {
    asList(group.rules).forEach((rule, position) => {
      const alert = asText(asMapping(rule).alert);
      if (alert !== undefined && !tested.has(alert)) {
        report(
          'alert-untested',
          'warning',
          source.lineOf(['groups', index, 'rules', position]),
          `No unit test shows that '${alert}' fires.`,
        );
      }
    });
  });
}
