import type { Report } from '../verifier.js';
import type { YamlSource } from '../yaml/read-yaml.js';
import { checkSchema } from './check-schema.js';
import type { JsonSchema } from './check-schema.js';

/** Checks data against a schema and reports each problem at its line; true when there is none. */
export function reportSchema(rule: string, schema: JsonSchema, source: YamlSource, report: Report): boolean {
  const problems = checkSchema(schema, source.value);
  for (const { path, message } of problems.slice(0, 20)) {
    report(rule, 'error', source.lineOf(path), `${path.length === 0 ? 'The file' : path.join('.')}: ${message}.`);
  }
  return problems.length === 0;
}
