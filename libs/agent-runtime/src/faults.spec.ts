import type { ScriptedReply, StreamFault } from '@devops-orchestrator/test-kit';
import { apiKey, recordingTool, scriptedRun } from './testing/scripted-run.js';
import { askStructured, Budget, openClaudeClient, systemTiming } from './index.js';
import { z } from 'zod';

const keepA = { calls: [{ name: 'note', input: { text: 'a' } }] };
const keepB = { text: 'on my way', calls: [{ name: 'note', input: { text: 'b' } }] };
const done = { text: 'Done.' };

const passing: [string, ScriptedReply][] = [
  ['429 with retry-after', { status: 429, headers: { 'retry-after': '7' } }],
  ['500', { status: 500 }],
  ['502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
  ['529', { status: 529 }],
  ['a reset connection', { silence: 'reset' }],
  ['an API that does not answer', { silence: 'stall' }],
  ['an error event in a 200 stream', { ...keepB, fault: { kind: 'error-event' } }],
  ['a cut socket', { ...keepB, fault: { kind: 'cut', afterEvents: 4 } }],
  ['a body that ends early', { ...keepB, fault: { kind: 'end', afterEvents: 5 } }],
  ['a body that ends before it begins', { ...keepB, fault: { kind: 'end', afterEvents: 0 } }],
  ['a reply without an end', { ...keepB, stopReason: null }],
  ['a stalled stream', { ...keepB, fault: { kind: 'stall' } }],
  ['a broken event', { ...keepB, fault: { kind: 'broken-json', afterEvents: 6 } }],
  ['cut tool input', { calls: [{ name: 'note', input: {}, rawInput: '{"text": "b' }] }],
  ['tool input that is not JSON', { calls: [{ name: 'note', input: {}, rawInput: '{"text": oops}' }] }],
];

describe('runAgent, faults that pass', () => {
  it.each(passing)('F53: %s: goes on from the last complete reply, and no call runs twice', async (name, fault) => {
    const note = recordingTool();
    const { outcome, requests, events, waited } = await scriptedRun([keepA, fault, keepB, done], {
      tools: [note],
      // long enough for a busy machine, and short where a test waits for it
      client: { idleMs: name.includes('stall') || name.includes('not answer') ? 1000 : 30_000 },
    });
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.', usage: { turns: 3 } });
    expect(note.calls).toEqual(['a', 'b']);
    expect(requests).toHaveLength(4);
    expect(JSON.stringify(requests[2]?.body.messages)).toBe(JSON.stringify(requests[1]?.body.messages));
    expect(events.filter(({ type }) => type === 'retrying')).toHaveLength(1);
    expect(waited).toHaveLength(1);
  });

  it('waits at least as long as the API asks for', async () => {
    const { waited } = await scriptedRun([{ status: 429, headers: { 'retry-after': '7' } }, done]);
    expect(waited[0]).toBeGreaterThanOrEqual(7000);
  });

  it('waits longer from failure to failure, and starts anew after a reply', async () => {
    const down = { status: 529 };
    const { waited } = await scriptedRun([down, down, down, keepA, down, done], { tools: [recordingTool()] });
    expect(waited).toEqual([750, 1500, 3000, 750]);
  });

  it('tolerates events, blocks and deltas that it does not know', async () => {
    const note = recordingTool();
    const { outcome } = await scriptedRun([{ ...keepA, unknownEvents: true }, done], { tools: [note] });
    expect(outcome).toMatchObject({ type: 'completed' });
    expect(note.calls).toEqual(['a']);
  });

  it('works with a gateway that has no threads', async () => {
    const { outcome } = await scriptedRun([keepA, done], {
      tools: [recordingTool()],
      server: { withoutThreads: true },
    });
    expect(outcome).toMatchObject({ type: 'completed' });
  });

  it('bills what a lost reply had told of its usage', async () => {
    const { outcome } = await scriptedRun([{ ...keepB, fault: { kind: 'cut' } }, done]);
    expect(outcome?.usage).toMatchObject({ requests: 2, turns: 1 });
    const whole = await scriptedRun([done]);
    expect(outcome?.usage.costUsd).toBeGreaterThan(whole.outcome?.usage.costUsd ?? 0);
  });
});

describe('runAgent, faults that do not pass', () => {
  it.each([
    [401, {}, 'engine-unavailable', 'ANTHROPIC_API_KEY'],
    [402, {}, 'engine-unavailable', 'credit'],
    [403, {}, 'engine-unavailable', 'access'],
    [404, {}, 'engine-unavailable', 'model'],
    [413, {}, 'model-request-refused', 'Split'],
    [400, {}, 'model-request-refused', 'effort'],
    [422, {}, 'model-request-refused', 'effort'],
    [500, { headers: { 'x-should-retry': 'false' } }, 'model-request-refused', 'effort'],
  ])('F53: %s stops at once, and says what to do', async (status, extra, code, hint) => {
    const { error, requests } = await scriptedRun([{ status, ...extra }, done]);
    expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) as string, retryable: false });
    expect(error?.message).toContain(`status ${status}, request req_scripted`);
    expect(requests).toHaveLength(1);
  });

  it('does not wait for a spend limit to pass', async () => {
    const { error } = await scriptedRun([{ status: 429, errorCode: 'enforced_spend_limit_reached' }, done]);
    expect(error).toMatchObject({ code: 'engine-unavailable', hint: expect.stringContaining('credit') as string });
  });

  it('stops for an error event that is not of the passing kind', async () => {
    const fault: StreamFault = { kind: 'error-event', errorType: 'billing_error' };
    const { error } = await scriptedRun([{ ...keepB, fault }]);
    expect(error).toMatchObject({ code: 'engine-unavailable' });
  });

  it('gives up after as many failures as it may, and can be resumed', async () => {
    const retry = { attempts: 3, firstDelayMs: 1, factor: 1, maximumDelayMs: 1, maximumRetryAfterMs: 1 };
    const { error, requests } = await scriptedRun(() => ({ status: 529, message: 'busy' }), { retry });
    expect(error).toMatchObject({ code: 'transient', retryable: true, exitCode: 75 });
    expect(error?.message).toBe('The API failed 3 times in a row; the last time: 529 overloaded_error: busy.');
    expect(requests).toHaveLength(3);
  });

  it('does not wait for hours', async () => {
    const { error, waited } = await scriptedRun([{ status: 429, headers: { 'retry-after': '7200' } }]);
    expect(error).toMatchObject({ code: 'transient', message: expect.stringContaining('wait 7200 s') as string });
    expect(waited).toEqual([]);
  });

  it('F53: never shows the key, even if the API repeats it', async () => {
    const { error } = await scriptedRun([{ status: 401, message: `invalid x-api-key: ${apiKey}` }]);
    expect(error?.message).toContain('invalid x-api-key: [redacted]');
    expect(JSON.stringify({ ...error, cause: error?.cause, stack: error?.stack })).not.toContain(apiKey);
  });

  it('says that the run was interrupted when its caller stops it', async () => {
    const controller = new AbortController();
    const note = recordingTool();
    const stopping = { ...note, run: async () => Promise.resolve(controller.abort()).then(() => 'kept') };
    const { error, requests } = await scriptedRun([keepA, done], { tools: [stopping], signal: controller.signal });
    expect(error).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(requests).toHaveLength(1);
  });
});

describe('an API that is not there', () => {
  it('is tried, and then told as such', async () => {
    const client = await openClaudeClient({ apiKey, baseUrl: 'http://127.0.0.1:9' });
    const question = askStructured({
      client,
      model: 'claude-opus-5-5',
      system: [],
      messages: [{ role: 'user', content: 'hello' }],
      schema: z.string(),
      budget: new Budget('task', {}, systemTiming.clock),
      signal: new AbortController().signal,
      retry: { attempts: 2, firstDelayMs: 1, factor: 1, maximumDelayMs: 1, maximumRetryAfterMs: 1 },
    });
    await expect(question).rejects.toMatchObject({
      code: 'transient',
      message: expect.stringContaining('2 times') as string,
    });
  });
});
