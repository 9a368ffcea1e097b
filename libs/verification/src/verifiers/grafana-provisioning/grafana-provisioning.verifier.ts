import type { JsonSchema } from '../../schema/check-schema.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';

/** Judges Grafana's provisioning of data sources and dashboards. */
export const grafanaProvisioningVerifier: Verifier = {
  id: 'grafana-provisioning',
  kinds: ['grafana-provisioning'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('grafana-provisioning-schema', schema, source, report)) return findings;
    const sources = asList(asMapping(source.value).datasources).map(asMapping);
    if (sources.filter(({ isDefault }) => isDefault === true).length > 1) {
      report('grafana-default', 'error', source.lineOf(['datasources']), 'Only one data source can be the default.');
    }
    sources.forEach(({ name }, index) => {
      const isTwice = sources.slice(0, index).some((other) => asText(other.name) === asText(name));
      if (isTwice)
        report(
          'grafana-datasource-twice',
          'error',
          source.lineOf(['datasources', index]),
          `The data source '${asText(name) ?? ''}' is there twice.`,
        );
    });
    return findings;
  },
};

/** Source: https://grafana.com/docs/grafana/latest/administration/provisioning/ */
const schema: JsonSchema = {
  type: 'object',
  properties: {
    apiVersion: { enum: [1, 2] },
    datasources: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['name', 'type'],
        properties: {
          name: { type: 'string', minLength: 1 },
          type: { type: 'string', minLength: 1 },
          access: { enum: ['proxy', 'direct', 'server', 'browser'] },
          url: { type: 'string' },
        },
      },
    },
    providers: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          options: { type: 'object', required: ['path'], properties: { path: { type: 'string', minLength: 1 } } },
        },
      },
    },
  },
};
