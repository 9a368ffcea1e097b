import { z } from 'zod';
import * as contracts from './index.js';

const documents: readonly (readonly [string, z.ZodType])[] = Object.entries<unknown>(contracts).flatMap(
  ([name, value]) => (value instanceof z.ZodType ? [[name, value] as const] : []),
);

describe('documents', () => {
  it.each(documents)('%s can be written as JSON schema', (_name, schema) => {
    expect(z.toJSONSchema(schema)).toHaveProperty('$schema');
  });

  it('survive JSON', () => {
    const task: contracts.Task = {
      title: 'T',
      context: 'C',
      steps: [{ kind: 'file', path: 'a', language: 'yaml', content: 'x: 1\n', executable: false }],
      checks: [{ id: 'a', tier: 'static', command: 'true', requires: [], timeoutSeconds: 1 }],
      criteria: [{ text: 'c', checks: ['a'], met: false }],
      commit: 'add a',
    };
    expect(contracts.Task.parse(JSON.parse(JSON.stringify(task)))).toEqual(task);
  });

  it('refuse what their contract does not name', () => {
    expect(contracts.Evidence.safeParse({ file: 'a', line: 1, reason: 'r', extra: 1 }).success).toBe(false);
    expect(contracts.Evidence.safeParse({ file: 'a', line: 0, reason: 'r' }).success).toBe(false);
  });
});
