import { defineTool, noUsage } from '@devops-orchestrator/contracts';
import { ScriptedAgent } from '@devops-orchestrator/test-kit';
import { z } from 'zod';
import { LazyAgent } from './lazy-agent.js';

const tool = (name: string) =>
  defineTool({ name, description: name, input: z.strictObject({}), run: async () => name });
const assignment = {
  role: 'engineer',
  key: 'a',
  phase: 'devops',
  signal: new AbortController().signal,
  emit: () => undefined,
} as const;

function lazy(scripted: ScriptedAgent) {
  const loads: string[] = [];
  const load = async () => {
    loads.push('load');
    return {
      agent: scripted,
      tools: [tool('docs__look'), tool('read_file')],
      close: async () => void loads.push('close'),
    };
  };
  return { agent: new LazyAgent(load, (text) => text.replaceAll('canary', '[redacted]')), loads };
}

describe('LazyAgent', () => {
  it('loads nothing for a run that asks for nothing', async () => {
    const { agent, loads } = lazy(new ScriptedAgent([]));
    agent.charge({ phase: 'devops' }, noUsage);
    await agent.close();
    expect(loads).toEqual([]);
  });

  it('loads once, charges what was spent before, sends no secret, and offers tools of servers under their own names', async () => {
    const scripted = new ScriptedAgent([{}, {}]);
    const { agent, loads } = lazy(scripted);
    agent.charge({ phase: 'devops', task: 'a.md' }, { ...noUsage, turns: 4 });
    for (const key of ['a', 'b']) {
      await agent.work({ ...assignment, key, system: ['a canary'], prompt: 'canary', tools: [tool('read_file')] });
    }
    await agent.close();
    expect(loads).toEqual(['load', 'close']);
    expect(scripted.charged).toMatchObject([{ task: 'a.md', usage: { turns: 4 } }]);
    expect(scripted.conversations[0]).toMatchObject({
      system: ['a [redacted]'],
      prompt: '[redacted]',
      tools: ['read_file', 'docs__look'],
    });
  });
});
