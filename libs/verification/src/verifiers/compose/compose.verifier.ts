import { checkSchema } from '../../schema/check-schema.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asMapping, isMapping } from '../../yaml/values.js';
import { readSingleYaml } from '../../yaml/read-yaml.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import { composeSchema } from './compose-schema.js';
import { composeScope } from './compose-scope.js';
import { verifyInterpolation } from './interpolation-rules.js';
import { verifyPorts } from './port-rules.js';
import { verifyReferences } from './reference-rules.js';
import { verifyServiceSafety } from './service-rules.js';

/** Judges compose files: the specification's schema, what `docker compose config` adds to it, and rules of safety. */
export const composeVerifier: Verifier = {
  id: 'compose',
  kinds: ['compose'],
  async verify({ path, content, tree }) {
    const { findings, report } = collectFindings(path);
    const source = readSingleYaml(content, report);
    if (!source) return findings;
    if (!isMapping(source.value)) {
      report('compose-schema', 'error', 1, 'A compose file is a mapping with services.');
      return findings;
    }
    verifySchema(source, report);
    verifyInterpolation(source, report);
    if (findings.some(({ severity }) => severity === 'error')) return findings;
    const scope = composeScope(path, source.value, tree);
    verifyReferences(source, scope, report);
    for (const [name, service] of Object.entries(asMapping(source.value.services))) {
      verifyPorts(name, asMapping(service), source, report);
      verifyServiceSafety(name, asMapping(service), source, scope, report);
    }
    if ('version' in source.value) {
      report('compose-version', 'warning', source.lineOf(['version']), '`version` is obsolete and ignored; remove it.');
    }
    return findings;
  },
};

function verifySchema(source: YamlSource, report: Report): void {
  const problems = checkSchema(composeSchema, source.value, { isDeferred: (text) => text.includes('$') });
  for (const { path, message } of problems.slice(0, 20)) {
    const place = path.length === 0 ? 'the file' : path.join('.');
    report('compose-schema', 'error', source.lineOf(path), `${place}: ${message}.`);
  }
}
