import { isDuration } from '../../promql/durations.js';
import type { JsonSchema } from '../../schema/check-schema.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlPath, YamlSource } from '../../yaml/read-yaml.js';

/** Judges alertmanager.yml: keys, durations, and that every route ends at a receiver that exists. */
export const alertmanagerVerifier: Verifier = {
  id: 'alertmanager',
  kinds: ['alertmanager'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('alertmanager-schema', schema, source, report)) return findings;
    const config = asMapping(source.value);
    const receivers = new Set<string>();
    asList(config.receivers).forEach((receiver, index) => {
      const name = asText(asMapping(receiver).name) ?? '';
      if (receivers.has(name))
        report(
          'alertmanager-receiver-twice',
          'error',
          source.lineOf(['receivers', index]),
          `The receiver '${name}' is there twice.`,
        );
      receivers.add(name);
    });
    const intervals = new Set(
      [...asList(config.time_intervals), ...asList(config.mute_time_intervals)].map(
        (each) => asText(asMapping(each).name) ?? '',
      ),
    );
    const route = asMapping(config.route);
    if (!('receiver' in route))
      report('alertmanager-route', 'error', source.lineOf(['route']), 'The first route needs a receiver.');
    if (['match', 'match_re', 'matchers'].some((key) => key in route)) {
      report(
        'alertmanager-route',
        'error',
        source.lineOf(['route']),
        'The first route takes everything and has no matchers.',
      );
    }
    verifyRoute(route, ['route'], receivers, intervals, source, report);
    return findings;
  },
};

function verifyRoute(
  route: Mapping,
  path: YamlPath,
  receivers: ReadonlySet<string>,
  intervals: ReadonlySet<string>,
  source: YamlSource,
  report: Report,
): void {
  const receiver = asText(route.receiver);
  if (receiver !== undefined && !receivers.has(receiver)) {
    report(
      'alertmanager-receiver',
      'error',
      source.lineOf([...path, 'receiver']),
      `There is no receiver '${receiver}'.`,
    );
  }
  for (const key of ['group_wait', 'group_interval', 'repeat_interval']) {
    const value = asText(route[key]);
    if (value !== undefined && !isDuration(value))
      report('alertmanager-duration', 'error', source.lineOf([...path, key]), `${key}: '${value}' is no duration.`);
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals']) {
    for (const name of asList(route[key])) {
      if (!intervals.has(asText(name) ?? ''))
        report(
          'alertmanager-interval',
          'error',
          source.lineOf([...path, key]),
          `There is no time interval '${String(name)}'.`,
        );
    }
  }
  asList(route.routes).forEach((child, index) => {
    verifyRoute(asMapping(child), [...path, 'routes', index], receivers, intervals, source, report);
  });
}

const any: JsonSchema = {};
const text: JsonSchema = { type: ['string', 'number'] };
const texts: JsonSchema = { type: 'array', items: { type: 'string' } };
const matchers: JsonSchema = { type: ['array', 'null'], items: { type: 'string' } };
const match: JsonSchema = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };
const inhibit = {
  source_matchers: matchers,
  target_matchers: matchers,
  source_match: match,
  source_match_re: match,
  target_match: match,
  target_match_re: match,
};

/** Source: https://prometheus.io/docs/alerting/latest/configuration/ (0.2x to 0.3x). */
const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['route', 'receivers'],
  properties: {
    global: { type: ['object', 'null'] },
    templates: matchers,
    route: { $ref: '#/definitions/route' },
    receivers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: text },
        patternProperties: { '^[a-z0-9]+_configs$': { type: ['array', 'null'] } },
      },
    },
    inhibit_rules: {
      type: ['array', 'null'],
      items: { type: 'object', additionalProperties: false, properties: { ...inhibit, equal: texts, name: text } },
    },
    time_intervals: { type: ['array', 'null'] },
    mute_time_intervals: { type: ['array', 'null'] },
    tracing: any,
  },
  definitions: {
    route: {
      type: 'object',
      additionalProperties: false,
      properties: {
        receiver: text,
        group_by: texts,
        continue: { type: 'boolean' },
        matchers,
        match,
        match_re: match,
        group_wait: text,
        group_interval: text,
        repeat_interval: text,
        mute_time_intervals: texts,
        active_time_intervals: texts,
        routes: { type: ['array', 'null'], items: { $ref: '#/definitions/route' } },
      },
    },
  },
};
