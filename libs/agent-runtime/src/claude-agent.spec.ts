import type { AgentAssignment } from '@devops-orchestrator/contracts';
import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { ScriptedReply } from '@devops-orchestrator/test-kit';
import { z } from 'zod';
import { apiKey, instantTiming, recordingTool } from './testing/scripted-run.js';
import { ClaudeAgent, memoryCheckpoint, openClaudeClient } from './index.js';
import type { CheckpointStore, ClaudeAgentOptions } from './index.js';

const assignment = (changes: Partial<AgentAssignment> = {}): AgentAssignment => ({
  role: 'engineer',
  key: 'implement/01',
  phase: 'devops',
  task: '01-a.md',
  system: ['You keep notes.'],
  prompt: 'Keep a note.',
  signal: new AbortController().signal,
  emit: () => undefined,
  ...changes,
});

async function withAgent<T>(
  replies: readonly ScriptedReply[] | (() => ScriptedReply),
  options: Partial<ClaudeAgentOptions>,
  use: (agent: ClaudeAgent, server: MessagesServer) => Promise<T>,
): Promise<T> {
  const server = await MessagesServer.start({ replies });
  const stores = new Map<string, CheckpointStore>();
  const agent = new ClaudeAgent({
    client: await openClaudeClient({ apiKey, baseUrl: server.url }),
    models: { default: { model: 'claude-opus-5-5' }, writer: { model: 'claude-haiku-5-5', effort: 'low' } },
    checkpoints: (key) => {
      const store = stores.get(key) ?? memoryCheckpoint();
      stores.set(key, store);
      return store;
    },
    timing: instantTiming(),
    ...options,
  });
  try {
    return await use(agent, server);
  } finally {
    await server.close();
  }
}

describe('ClaudeAgent', () => {
  it('gives each role its model', () =>
    withAgent([{ text: 'ok' }, { text: '"ok"' }], {}, async (agent, server) => {
      expect(await agent.work({ ...assignment(), tools: [] })).toMatchObject({ type: 'completed' });
      const answer = await agent.ask({ ...assignment({ role: 'writer', phase: 'docs' }), schema: z.string() });
      expect(answer).toMatchObject({ type: 'answered', value: 'ok' });
      expect(server.requests.map(({ body }) => [body.model, body['output_config']])).toMatchObject([
        ['claude-opus-5-5', undefined],
        ['claude-haiku-5-5', { effort: 'low' }],
      ]);
    }));

  it.each([
    ['run', { run: { turns: 4 } }, 4],
    ['phase', { phase: { turns: 3 } }, 3],
    ['task', { task: { turns: 2 } }, 2],
  ])('ends the work at the cap of the %s', (level, limits, turns) =>
    withAgent(
      () => ({ calls: [{ name: 'note', input: { text: 'a' } }] }),
      { limits },
      async (agent) => {
        const outcome = await agent.work({ ...assignment(), tools: [recordingTool()] });
        expect(outcome).toMatchObject({ type: 'budget', exhausted: { level }, usage: { turns } });
        expect(agent.budget.spent).toEqual(outcome.usage);
      },
    ),
  );

  it('lets tasks of a phase share its budget, and phases the one of the run', () =>
    withAgent(
      () => ({ text: 'ok' }),
      { limits: { phase: { turns: 2 }, run: { turns: 3 } } },
      async (agent) => {
        const work = (key: string, phase: 'devops' | 'docs') =>
          agent
            .work({ ...assignment({ key, task: key, phase }), tools: [] })
            .then((outcome) => (outcome.type === 'budget' ? outcome.exhausted.level : outcome.type));
        expect(await work('1', 'devops')).toBe('completed');
        expect(await work('2', 'devops')).toBe('completed');
        expect(await work('3', 'devops')).toBe('phase');
        expect(await work('4', 'docs')).toBe('completed');
        expect(await work('5', 'docs')).toBe('run');
      },
    ));

  it('goes on with a conversation under its key', () =>
    withAgent([{ text: 'ok' }], {}, async (agent, server) => {
      const first = await agent.work({ ...assignment(), tools: [] });
      expect(await agent.work({ ...assignment(), tools: [] })).toEqual(first);
      expect(server.requests).toHaveLength(1);
    }));
});
