import { MessagesServer } from './messages-server.js';
import type { MessagesServerOptions } from './messages-server.js';

interface Answer {
  status: number;
  text: string;
  json(): Record<string, unknown> & { usage: Record<string, number>; error: Record<string, unknown> };
}

type Ask = (body: object, path?: string) => Promise<Answer>;

async function withServer<T>(options: MessagesServerOptions, use: (ask: Ask) => Promise<T>): Promise<T> {
  const server = await MessagesServer.start(options);
  const ask: Ask = async (body, path = '/v1/messages') => {
    const response = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, text, json: () => JSON.parse(text) as ReturnType<Answer['json']> };
  };
  try {
    return await use(ask);
  } finally {
    await server.close();
  }
}

const user = (content: unknown) => ({ role: 'user', content });
const long = (word: string) => `${word} `.repeat(1500);
const marked = (text: string, ttl?: string) => ({ type: 'text', text, cache_control: { type: 'ephemeral', ttl } });
const split = ({ usage }: ReturnType<Answer['json']>) =>
  ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].map((name) => (usage[name] ?? 0) > 0);

describe('MessagesServer', () => {
  it('answers in JSON, or in events', () =>
    withServer({ replies: [{ text: 'hello' }, { text: 'hello' }] }, async (ask) => {
      const request = { model: 'm', messages: [user('hi')] };
      expect((await ask(request)).json()).toMatchObject({
        id: 'msg_0001',
        model: 'm',
        content: [{ type: 'text', text: 'hello' }],
        stop_reason: 'end_turn',
      });
      const { text } = await ask({ ...request, stream: true });
      expect([...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1])).toEqual([
        'message_start',
        'ping',
        'content_block_start',
        'content_block_delta',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ]);
    }));

  it('counts tokens', () =>
    withServer({ replies: [] }, async (ask) => {
      const answer = await ask({ model: 'm', messages: [user('x'.repeat(400))] }, '/v1/messages/count_tokens');
      expect(answer.json()['input_tokens']).toBeGreaterThan(100);
    }));

  it.each([
    [
      'a call that is not answered',
      { messages: [user('hi'), { role: 'assistant', content: [{ type: 'tool_use', id: 't1' }] }, user('?')] },
      't1',
    ],
    ['sampling parameters', { messages: [user('hi')], temperature: 0 }, 'temperature'],
    ['a fifth breakpoint', { messages: [user([1, 2, 3, 4, 5].map((n) => marked(String(n))))] }, 'maximum of 4'],
    ['no messages', { messages: [] }, 'at least one'],
    ['a thread, where there are none', { messages: [user('hi')], thread: { type: 'create' } }, 'thread'],
  ])('refuses %s as the API would', (_name, body, reason) =>
    withServer({ replies: [{ text: 'ok' }], withoutThreads: true }, async (ask) => {
      const answer = await ask({ model: 'm', ...body });
      expect(answer.status).toBe(400);
      expect(answer.json().error['message']).toContain(reason);
    }),
  );

  it('fails loudly when the script is at its end', () =>
    withServer({ replies: [] }, async (ask) => {
      expect((await ask({ model: 'm', messages: [user('hi')] })).text).toContain('no scripted reply for request 1');
    }));
});

describe('MessagesServer, prompt cache', () => {
  const reply = () => ({ text: 'ok' });

  it('reads the prefix that came before, and writes what is new', () =>
    withServer({ replies: reply }, async (ask) => {
      const first = [user([marked(long('one'))])];
      const second = [user([{ type: 'text', text: long('one') }]), user([marked(long('two'))])];
      expect(split((await ask({ model: 'm', messages: first })).json())).toEqual([false, false, true]);
      expect(split((await ask({ model: 'm', messages: first })).json())).toEqual([false, true, false]);
      expect(split((await ask({ model: 'm', messages: second })).json())).toEqual([false, true, true]);
    }));

  it.each([
    ['another model', { model: 'n', system: [marked(long('role'))] }],
    ['another beginning', { model: 'm', tools: [{ name: 't' }], system: [marked(long('role'))] }],
    ['no breakpoint', { model: 'm', system: long('role') }],
  ])('reads nothing with %s', (_name, body) =>
    withServer({ replies: reply }, async (ask) => {
      await ask({ model: 'm', system: [marked(long('role'))], messages: [user('hi')] });
      const { usage } = (await ask({ ...body, messages: [user('hi')] })).json();
      expect(usage['cache_read_input_tokens']).toBe(0);
    }),
  );

  it('caches no short prefix', () =>
    withServer({ replies: reply }, async (ask) => {
      const { usage } = (await ask({ model: 'm', system: [marked('short')], messages: [user('hi')] })).json();
      expect(usage['cache_creation_input_tokens']).toBe(0);
    }));

  it('forgets after five minutes, or after an hour', () => {
    let now = 0;
    return withServer({ replies: reply, now: () => now }, async (ask) => {
      const request = {
        model: 'm',
        system: [marked(long('role'), '1h'), marked(long('facts'))],
        messages: [user('hi')],
      };
      const written = (await ask(request)).json().usage;
      expect(written['cache_creation']).toMatchObject({
        ephemeral_1h_input_tokens: expect.any(Number) as number,
        ephemeral_5m_input_tokens: expect.any(Number) as number,
      });
      now = 301_000;
      const later = (await ask(request)).json().usage;
      expect(later['cache_read_input_tokens']).toBeGreaterThan(0);
      expect(later['cache_creation_input_tokens']).toBeGreaterThan(0);
      now += 3_601_000;
      expect((await ask(request)).json().usage['cache_read_input_tokens']).toBe(0);
    });
  });
});
