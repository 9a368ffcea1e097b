import type { JsonSchema } from '../../schema/check-schema.js';
import { reportSchema } from '../../schema/report-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Verifier } from '../../verifier.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';

/** Judges dependabot.yml: what GitHub needs of each update, and that its folders exist. */
export const dependabotVerifier: Verifier = {
  id: 'dependabot',
  kinds: ['dependabot'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source || !reportSchema('dependabot-schema', schema, source, report)) return findings;
    asList(asMapping(source.value).updates).forEach((item, index) => {
      const update = asMapping(item);
      const line = source.lineOf(['updates', index]);
      const places = [asText(update.directory), ...asList(update.directories).map(asText)].filter(
        (place) => place !== undefined,
      );
      if (places.length === 0)
        report('dependabot-directory', 'error', line, 'An update needs directory or directories.');
      for (const place of places) {
        const folder = place.replace(/^\/+|\/+$/g, '');
        if (folder === '' || folder.startsWith('.') || /[*?]/.test(folder)) continue;
        if (!tree.paths.some((file) => file.startsWith(`${folder}/`))) {
          report('dependabot-directory', 'warning', line, `The folder '${place}' does not exist.`);
        }
      }
    });
    return findings;
  },
};

/** Source: https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference */
const schema: JsonSchema = {
  type: 'object',
  required: ['version', 'updates'],
  properties: {
    version: { const: 2 },
    updates: {
      type: 'array',
      items: {
        type: 'object',
        required: ['package-ecosystem'],
        properties: {
          'package-ecosystem': { type: 'string', pattern: '^[a-z][a-z-]*$' },
          directory: { type: 'string' },
          directories: { type: 'array', items: { type: 'string' } },
          schedule: {
            type: 'object',
            required: ['interval'],
            properties: {
              interval: { enum: ['daily', 'weekly', 'monthly', 'quarterly', 'semiannually', 'yearly', 'cron'] },
            },
          },
          'open-pull-requests-limit': { type: 'integer', minimum: 0 },
        },
      },
    },
  },
};
