import { z } from 'zod';
import { defineTool } from './agent-tools.js';

const call = { id: 'call-1', signal: new AbortController().signal };
const tool = defineTool({
  name: 'read_file',
  description: 'Reads a file.',
  input: z.strictObject({ path: z.string().min(1), from: z.int().default(1) }),
  run: async ({ path, from }) => `${path}:${from}`,
});

describe('defineTool', () => {
  it('offers a JSON schema in which a field with a default may be left out', () => {
    expect(tool.inputSchema).toMatchObject({ type: 'object', required: ['path'], additionalProperties: false });
  });

  it('runs on checked input, with defaults filled in', async () => {
    expect(await tool.run({ path: 'a' }, call)).toBe('a:1');
  });

  it.each([
    [{}, 'path: '],
    [{ path: '' }, 'path: '],
    [{ path: 'a', to: 2 }, 'Unrecognized key'],
    ['a', 'expected object'],
  ])('refuses %j and says why', async (input, reason) => {
    await expect(tool.run(input, call)).rejects.toThrow(reason);
  });
});
