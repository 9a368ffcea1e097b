import { isDuration } from '../../promql/durations.js';
import type { JsonSchema } from '../../schema/check-schema.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';
import { asMapping, asText } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';

/** Judges the blackbox exporter's modules. */
export const blackboxVerifier: Verifier = {
  id: 'blackbox',
  kinds: ['blackbox'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('blackbox-schema', schema, source, report)) return findings;
    for (const [name, module] of Object.entries(asMapping(asMapping(source.value).modules))) {
      const timeout = asText(asMapping(module).timeout);
      if (timeout !== undefined && !isDuration(timeout)) {
        report(
          'blackbox-duration',
          'error',
          source.lineOf(['modules', name, 'timeout']),
          `'${timeout}' is no duration.`,
        );
      }
    }
    return findings;
  },
};

const settings: JsonSchema = { type: ['object', 'null'] };

/** Source: https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md */
const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['modules'],
  properties: {
    modules: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['prober'],
        properties: {
          prober: { enum: ['http', 'tcp', 'dns', 'icmp', 'grpc', 'unix', 'websocket'] },
          timeout: { type: ['string', 'number'] },
          http: settings,
          tcp: settings,
          dns: settings,
          icmp: settings,
          grpc: settings,
          unix: settings,
          websocket: settings,
        },
      },
    },
  },
};
