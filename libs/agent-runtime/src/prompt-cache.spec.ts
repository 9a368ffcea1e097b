import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { MessageRequest, ScriptedReply } from '@devops-orchestrator/test-kit';
import { z } from 'zod';
import { apiKey, instantTiming, scriptedRun } from './testing/scripted-run.js';
import { Budget, defineTool, openClaudeClient, runAgent } from './index.js';

const role = 'You are a DevOps engineer. '.repeat(150);
const facts = 'services/api is a Node.js service that listens on port 3000. '.repeat(60);
const read = defineTool({
  name: 'read',
  description: 'Reads a file. '.repeat(20),
  input: z.strictObject({ path: z.string() }),
  run: async ({ path }) => `contents of ${path}\n`.repeat(40),
});

/** Six turns a task: five reads and an end. */
function script(request: MessageRequest): ScriptedReply {
  const turn = (request.messages.length - 1) / 2;
  return turn < 5
    ? { text: `I look at file ${turn}.`, calls: [{ name: 'read', input: { path: `f${turn}` } }] }
    : { text: 'Done.' };
}

describe('prompt cache', () => {
  it('reads at least 80 % of the input after the first turn from the cache, in a run of six tasks', async () => {
    const server = await MessagesServer.start({ replies: script });
    const timing = instantTiming();
    const run = new Budget('run', {}, timing.clock);
    try {
      const client = await openClaudeClient({ apiKey, baseUrl: server.url });
      for (const task of [1, 2, 3, 4, 5, 6]) {
        await runAgent({
          client,
          model: 'claude-opus-5-5',
          system: [role, facts],
          tools: [read],
          messages: [{ role: 'user', content: `Task ${task}: ${'what it needs, and why. '.repeat(30)}` }],
          budget: run.child('task', {}),
          signal: new AbortController().signal,
          timing,
        });
      }
    } finally {
      await server.close();
    }
    const billed = server.requests.slice(1).map(({ usage }) => usage!);
    const sum = (field: 'input_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens') =>
      billed.reduce((total, usage) => total + usage[field], 0);
    const readTokens = sum('cache_read_input_tokens');
    const share = readTokens / (readTokens + sum('input_tokens') + sum('cache_creation_input_tokens'));
    expect(server.requests).toHaveLength(36);
    expect(share).toBeGreaterThanOrEqual(0.8);
    // the split that is reported is the one that is billed
    expect(run.spent.cacheReadTokens).toBe(readTokens);
  });

  it('reports the reason of a miss', async () => {
    let calls = 0;
    const shifting = {
      ...read,
      get description() {
        return `Reads at ${(calls += 1)}.`;
      },
    };
    const { outcome, events } = await scriptedRun(
      (request) => (request.messages.length < 3 ? { calls: [{ name: 'read', input: { path: 'a' } }] } : { text: 'ok' }),
      { tools: [shifting] },
    );
    // the tools are described once for a conversation, so that nothing shifts
    expect(outcome?.cacheMisses).toEqual([]);
    const compacted = await scriptedRun(
      [
        { text: 'long '.repeat(400), calls: [{ name: 'read', input: { path: 'a' } }] },
        { compaction: 'short' },
        { text: 'ok' },
      ],
      { tools: [read], compactAboveTokens: 300 },
    );
    expect(events.some(({ type }) => type === 'cache-missed')).toBe(false);
    expect(compacted.outcome?.cacheMisses).toMatchObject([{ turn: 3, reason: 'messages_changed' }]);
    expect(compacted.events).toContainEqual({ type: 'cache-missed', turn: 3, reason: 'messages_changed' });
  });

  it('asks nothing of the cache where that is switched off', async () => {
    const { requests } = await scriptedRun([{ text: 'ok' }], { cacheDiagnostics: false });
    expect(requests[0]?.body).not.toHaveProperty('diagnostics');
  });
});
