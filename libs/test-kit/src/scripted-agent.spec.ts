import { defineTool, ToolRefusal } from '@devops-orchestrator/contracts';
import type { AgentAssignment } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { ScriptedAgent } from './scripted-agent.js';

const assignment: AgentAssignment = {
  role: 'engineer',
  key: 'k',
  phase: 'devops',
  system: ['s'],
  prompt: 'p',
  signal: new AbortController().signal,
  emit: () => undefined,
};
const tool = defineTool({
  name: 'write',
  description: 'Writes.',
  input: z.strictObject({ path: z.string() }),
  run: async ({ path }) => {
    if (path.startsWith('/')) throw new ToolRefusal('outside of the repository');
    return `wrote ${path}`;
  },
});

describe('ScriptedAgent', () => {
  it('really runs the tools, and keeps what they said', async () => {
    const calls = [{ path: 'a' }, { path: '/etc/passwd' }, {}].map((input) => ({ tool: 'write', input }));
    const agent = new ScriptedAgent([
      { role: 'writer' },
      { role: 'engineer', calls: [...calls, { tool: 'fly', input: {} }] },
    ]);
    const outcome = await agent.work({ ...assignment, tools: [tool] });
    expect(outcome).toMatchObject({
      type: 'completed',
      refusedCalls: [{ tool: 'write', reason: 'outside of the repository' }],
    });
    expect(agent.conversations[0]?.results).toEqual([
      'wrote a',
      'outside of the repository',
      expect.stringContaining('does not fit its schema'),
      "Error: Tool 'fly' not found",
    ]);
  });

  it('decides by what it has seen', async () => {
    const agent = new ScriptedAgent([
      {
        calls: (results) =>
          results.length < 3 ? { tool: 'write', input: { path: String(results.length) } } : undefined,
      },
    ]);
    await agent.work({ ...assignment, tools: [tool] });
    expect(agent.conversations[0]?.results).toEqual(['wrote 0', 'wrote 1', 'wrote 2']);
  });

  it('answers through the schema', async () => {
    const agent = new ScriptedAgent([{ answer: 1 }, { answer: 'x' }]);
    expect(await agent.ask({ ...assignment, schema: z.number() })).toMatchObject({ type: 'answered', value: 1 });
    expect(await agent.ask({ ...assignment, schema: z.number() })).toMatchObject({ type: 'invalid' });
  });

  it('fails loudly when the script is at its end, and as the script says', async () => {
    await expect(new ScriptedAgent([]).work({ ...assignment, tools: [] })).rejects.toThrow('no scripted conversation');
    const agent = new ScriptedAgent([{ error: new Error('down') }]);
    await expect(agent.work({ ...assignment, tools: [] })).rejects.toThrow('down');
  });
});
