import { z } from 'zod';
import { apiKey, recordingTool, scriptedRun } from './testing/scripted-run.js';
import { defineTool, ToolRefusal } from './index.js';

const call = (text: string, name = 'note') => ({ name, input: { text } });

describe('runAgent', () => {
  it('runs tools until the model ends, and sends the whole history each time', async () => {
    const note = recordingTool();
    const { outcome, requests, events } = await scriptedRun(
      [{ thinking: 'first a', text: 'I keep a.', calls: [call('a')] }, { calls: [call('b')] }, { text: 'Done.' }],
      { tools: [note] },
    );
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.', model: 'claude-opus-5-5' });
    expect(note.calls).toEqual(['a', 'b']);
    expect(requests.map(({ body }) => body.messages.length)).toEqual([1, 3, 5]);
    expect(requests.some(({ body }) => 'thread' in body)).toBe(false);
    expect(requests[1]?.body.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'first a', signature: 'signed:msg_0001' },
          { type: 'text', text: 'I keep a.', citations: null },
          { type: 'tool_use', id: 'toolu_0001', name: 'note', input: { text: 'a' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_0001', content: 'kept a' }] },
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'turn-finished',
      'reply-thinking',
      'reply-text',
      'tool-started',
      'tool-finished',
      'turn-finished',
      'tool-started',
      'tool-finished',
      'turn-finished',
      'reply-text',
    ]);
  });

  it('puts what stays the same first, with breakpoints for the cache', async () => {
    const { requests } = await scriptedRun([{ text: 'ok' }], { system: ['role', 'facts'], tools: [recordingTool()] });
    expect(requests[0]?.body).toMatchObject({
      model: 'claude-opus-5-5',
      stream: true,
      system: [
        { type: 'text', text: 'role', cache_control: { type: 'ephemeral', ttl: '1h' } },
        { type: 'text', text: 'facts', cache_control: { type: 'ephemeral', ttl: '1h' } },
      ],
      cache_control: { type: 'ephemeral' },
      thinking: { type: 'adaptive', display: 'summarized' },
      diagnostics: { previous_message_id: null },
    });
  });

  it('F54: gives bad input, unknown tools, errors and refusals back to the model, and goes on', async () => {
    const broken = defineTool({
      name: 'broken',
      description: 'Fails.',
      input: z.strictObject({}),
      run: () => Promise.reject(new Error('disk is full')),
    });
    const strict = defineTool({
      name: 'strict',
      description: 'Refuses.',
      input: z.strictObject({}),
      run: () => Promise.reject(new ToolRefusal('git push leaves the machine')),
    });
    const { outcome, requests } = await scriptedRun(
      [
        {
          calls: [
            { name: 'note', input: { txt: 'a' } },
            { name: 'fly', input: {} },
            { name: 'broken', input: {} },
            { name: 'strict', input: {} },
          ],
        },
        { text: 'I see.' },
      ],
      { tools: [recordingTool(), broken, strict] },
    );
    const results = requests[1]?.body.messages.at(-1)?.content as Record<string, string>[];
    expect(results.map(({ is_error, content }) => [is_error, content])).toEqual([
      [true, expect.stringMatching(/^Error: the input of note does not fit its schema: text: /)],
      [true, "Error: Tool 'fly' not found"],
      [true, 'Error: disk is full'],
      [true, 'Refused: git push leaves the machine'],
    ]);
    expect(outcome).toMatchObject({
      type: 'completed',
      refusedCalls: [{ tool: 'strict', reason: 'git push leaves the machine' }],
    });
  });

  it('runs calls of one turn side by side, and exclusive ones alone', async () => {
    const running = new Set<string>();
    const seen: string[] = [];
    const slow = (name: string, exclusive: boolean) =>
      defineTool({
        name,
        description: name,
        input: z.strictObject({ text: z.string() }),
        exclusive,
        run: async ({ text }) => {
          running.add(text);
          await new Promise((resolve) => setTimeout(resolve, 10));
          seen.push([...running].sort().join('+'));
          running.delete(text);
          return text;
        },
      });
    await scriptedRun(
      [
        { calls: [call('a', 'read'), call('b', 'read'), call('c', 'write'), call('d', 'write'), call('e', 'read')] },
        { text: 'ok' },
      ],
      { tools: [slow('read', false), slow('write', true)] },
    );
    expect(seen).toEqual(['a+b', 'b', 'c', 'd', 'e']);
  });

  it('refuses two tools of one name', async () => {
    const { error } = await scriptedRun([{ text: 'ok' }], { tools: [recordingTool('a'), recordingTool('a')] });
    expect(error).toMatchObject({ code: 'contract-violated' });
  });
});

describe('runAgent, stop reasons', () => {
  it.each([
    ['end_turn', { type: 'completed' }],
    ['stop_sequence', { type: 'completed' }],
    ['max_tokens', { type: 'cut-off' }],
    ['model_context_window_exceeded', { type: 'context-full' }],
    ['refusal', { type: 'refused' }],
    ['moonrise', { type: 'stopped', stopReason: 'moonrise' }],
    ['tool_use', { type: 'stopped', stopReason: 'tool_use without a tool' }],
  ])('%s ends the run as it should', async (stopReason, expected) => {
    const { outcome, requests } = await scriptedRun([{ text: 'so far', stopReason }]);
    expect(outcome).toMatchObject({ ...expected, text: 'so far', usage: { turns: 1, requests: 1 } });
    expect(requests).toHaveLength(1);
  });

  it('tells what a refusal says of itself', async () => {
    const stopDetails = { type: 'refusal', category: 'cyber', explanation: 'looks like an exploit' };
    const { outcome } = await scriptedRun([{ stopReason: 'refusal', stopDetails }]);
    expect(outcome).toMatchObject({ type: 'refused', category: 'cyber', explanation: 'looks like an exploit' });
  });

  it.each(['max_tokens', 'refusal', 'model_context_window_exceeded', 'end_turn'])(
    'runs no call of a reply that ends with %s',
    async (stopReason) => {
      const note = recordingTool();
      const cut = { name: 'note', input: {}, rawInput: '{"text": "half of it' };
      await scriptedRun([{ calls: [call('whole'), cut], stopReason }], { tools: [note] });
      expect(note.calls).toEqual([]);
    },
  );

  it.each(['pause_turn', 'compaction'])('goes on from its own reply after %s', async (stopReason) => {
    const { outcome, requests } = await scriptedRun([{ text: 'wait', stopReason }, { text: 'here' }]);
    expect(outcome).toMatchObject({ type: 'completed', text: 'here' });
    expect(requests[1]?.body.messages.at(-1)).toMatchObject({ role: 'assistant', content: [{ text: 'wait' }] });
  });

  it('F54: ends with the budget when the model still wants tools at the last turn, and runs none of them', async () => {
    const note = recordingTool();
    const { outcome } = await scriptedRun((_request, index) => ({ calls: [call(String(index))] }), {
      tools: [note],
      limits: { turns: 3 },
    });
    expect(outcome).toMatchObject({
      type: 'budget',
      exhausted: { level: 'task', dimension: 'turns', limit: 3, spent: 3 },
      waitingCalls: ['note'],
    });
    expect(note.calls).toEqual(['0', '1']);
  });

  it('asks another model where one is configured for refusals, and names it', async () => {
    const stopDetails = { type: 'refusal', category: 'cyber', explanation: null, fallback_credit_token: 'token' };
    const replies = [{ stopReason: 'refusal', stopDetails }, { text: 'Done.' }];
    const { outcome, requests } = await scriptedRun(replies, {
      client: { apiKey, refusalFallback: ['claude-opus-5'] },
    });
    expect(requests.map(({ body }) => body.model)).toEqual(['claude-opus-5-5', 'claude-opus-5']);
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.', model: 'claude-opus-5' });
  });

  it('lets the API summarize a long conversation, and goes on from the summary', async () => {
    const { outcome, requests, events } = await scriptedRun(
      [{ text: 'long '.repeat(400), calls: [call('a')] }, { compaction: 'a was kept' }, { text: 'Done.' }],
      { tools: [recordingTool()], compactAboveTokens: 300 },
    );
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.', usage: { turns: 3 } });
    expect(requests[1]?.body).toMatchObject({ compaction: { type: 'summarize' } });
    expect(requests[2]?.body.messages).toMatchObject([
      { role: 'assistant', content: [{ type: 'compaction', content: 'a was kept', signature: 'scripted' }] },
    ]);
    expect(events).toContainEqual({ type: 'compacted', turn: 2 });
  });

  it('keeps the history, and asks for no other summary, when the API gives none', async () => {
    const { outcome, requests } = await scriptedRun(
      [
        { text: 'long '.repeat(400), calls: [call('a')] },
        { stopReason: 'compaction' },
        { text: 'long '.repeat(400), calls: [call('b')] },
        { text: 'Done.' },
      ],
      { tools: [recordingTool()], compactAboveTokens: 300 },
    );
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.' });
    expect(requests.map(({ body }) => 'compaction' in body)).toEqual([false, true, false, false]);
    expect(requests.map(({ body }) => body.messages.length)).toEqual([1, 3, 3, 5]);
  });
});
