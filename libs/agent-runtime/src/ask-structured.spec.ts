import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { ScriptedReply } from '@devops-orchestrator/test-kit';
import { z } from 'zod';
import { apiKey, instantTiming } from './testing/scripted-run.js';
import { askStructured, Budget, openClaudeClient } from './index.js';
import type { BudgetLimits, StructuredQuestion } from './index.js';

const Plan = z.strictObject({ title: z.string().min(3), tasks: z.array(z.string()).min(1).max(3) });
const good = JSON.stringify({ title: 'Ship it', tasks: ['build'] });

async function ask(
  replies: readonly ScriptedReply[],
  options: Partial<StructuredQuestion<z.infer<typeof Plan>>> & { limits?: BudgetLimits } = {},
) {
  const server = await MessagesServer.start({ replies, minimumTokens: 0 });
  const timing = instantTiming();
  const budget = new Budget('task', options.limits ?? {}, timing.clock);
  try {
    const answer = await askStructured({
      client: await openClaudeClient({ apiKey, baseUrl: server.url, idleMs: 30_000 }),
      model: 'claude-opus-5-5',
      system: ['You plan.'],
      messages: [{ role: 'user', content: 'Plan.' }],
      schema: Plan,
      signal: new AbortController().signal,
      timing,
      ...options,
      budget,
    });
    return { answer, requests: server.requests, budget };
  } finally {
    await server.close();
  }
}

describe('askStructured', () => {
  it('answers with a value of the schema', async () => {
    const { answer, requests } = await ask([{ text: good }], { effort: 'high' });
    expect(answer).toMatchObject({ type: 'answered', value: { title: 'Ship it', tasks: ['build'] } });
    expect(requests[0]?.body['output_config']).toMatchObject({
      effort: 'high',
      format: { type: 'json_schema', schema: { type: 'object', required: ['title', 'tasks'] } },
    });
  });

  it.each([
    ['prose', 'Here is a plan.', 'the answer is not JSON'],
    ['cut JSON', good.slice(0, -3), 'the answer is not JSON'],
    ['another form', '{"title":"Ship it"}', 'tasks: '],
    ['what the API cannot hold it to', '{"title":"Go","tasks":["a"]}', 'title: Too small'],
  ])('sends %s back once, with what is wrong, and bills both replies', async (_name, text, issue) => {
    const { answer, requests, budget } = await ask([{ text }, { text: good }]);
    expect(answer).toMatchObject({ type: 'answered', usage: { turns: 2, requests: 2 } });
    expect(requests[1]?.body.messages).toMatchObject([
      { role: 'user', content: 'Plan.' },
      { role: 'assistant', content: [{ type: 'text', text }] },
      { role: 'user', content: expect.stringContaining(`- ${issue}`) as string },
    ]);
    expect(budget.spent).toEqual(answer.usage);
  });

  it('is invalid after the second answer, and billed all the same', async () => {
    const { answer, budget } = await ask([{ text: '{}' }, { text: '[]' }]);
    expect(answer).toMatchObject({ type: 'invalid', text: '[]', usage: { turns: 2 } });
    expect(budget.spent.turns).toBe(2);
  });

  it.each([
    [{ text: good.slice(0, 9), stopReason: 'max_tokens' }, { type: 'cut-off' }],
    [
      { stopReason: 'refusal', stopDetails: { category: 'bio' } },
      { type: 'refused', category: 'bio' },
    ],
    [{ stopReason: 'model_context_window_exceeded' }, { type: 'context-full' }],
    [{ stopReason: 'moonrise' }, { type: 'stopped', stopReason: 'moonrise' }],
  ])('tells of %j', async (reply, expected) => {
    const { answer, requests } = await ask([reply]);
    expect(answer).toMatchObject({ ...expected, usage: { turns: 1 } });
    expect(requests).toHaveLength(1);
  });

  it('does not ask again when the budget is spent', async () => {
    const { answer, requests } = await ask([{ text: '{}' }, { text: good }], { limits: { turns: 1 } });
    expect(answer).toMatchObject({ type: 'budget', exhausted: { dimension: 'turns' } });
    expect(requests).toHaveLength(1);
  });

  it('tries again after a broken stream', async () => {
    const { answer } = await ask([{ text: good, fault: { kind: 'cut' } }, { status: 500 }, { text: good }]);
    expect(answer).toMatchObject({ type: 'answered', usage: { turns: 1, requests: 2 } });
  });
});
