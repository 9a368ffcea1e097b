import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptedReply } from '@devops-orchestrator/test-kit';
import { apiKey, recordingTool, scriptedRun } from './testing/scripted-run.js';
import type { ScriptedRunOptions } from './testing/scripted-run.js';

const folders: string[] = [];
const freshFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  folders.push(folder);
  return join(folder, 'tape');
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const call = (text: string) => ({ name: 'note', input: { text } });
/** A run with a refused request, a stream that breaks, and a key in a reply. */
const script: ScriptedReply[] = [
  { text: `is ${apiKey} yours? äöü 🚢`, calls: [call('a')] },
  { status: 529, message: 'busy' },
  { calls: [call('b')], fault: { kind: 'cut', afterEvents: 4 } },
  { silence: 'reset' },
  { calls: [call('b')] },
  { text: 'Done.' },
];

const replay = (folder: string, options: ScriptedRunOptions = {}) => {
  const note = recordingTool();
  // no server listens there, and there is no key
  const client = { apiKey: '', baseUrl: 'http://127.0.0.1:9', replay: folder };
  return scriptedRun([], { tools: [note], client, ...options }).then((result) => ({ ...result, note }));
};

describe('record and replay', () => {
  it('replays a whole run without network or key, with the same events and the same outcome', async () => {
    const folder = freshFolder();
    const note = recordingTool();
    const recorded = await scriptedRun(script, { tools: [note], client: { apiKey, record: folder } });
    expect(recorded.outcome).toMatchObject({ type: 'completed', text: 'Done.' });
    const replayed = await replay(folder);
    expect(replayed.requests).toHaveLength(0);
    expect(replayed.outcome).toEqual(recorded.outcome);
    expect(replayed.note.calls).toEqual(note.calls);
    const told = (events: typeof recorded.events) =>
      JSON.stringify(events, (key, value: unknown) => (key === 'durationMs' || key === 'reason' ? 0 : value));
    expect(told(replayed.events)).toBe(told(recorded.events).replaceAll(apiKey, '[redacted]'));
  });

  it('answers byte for byte what was recorded', async () => {
    const [first, second] = [freshFolder(), freshFolder()];
    await scriptedRun(script, { tools: [recordingTool()], client: { apiKey, record: first } });
    const read = (folder: string) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    await replayAndRecord(first, second);
    const withoutFailures = (texts: string[]) => texts.map((text) => text.replace(/"failure": ".*"/, ''));
    expect(withoutFailures(read(second))).toEqual(withoutFailures(read(first)));
  });

  it('keeps no key', async () => {
    const folder = freshFolder();
    await scriptedRun(script, { tools: [recordingTool()], client: { apiKey, record: folder } });
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(text).toContain('is [redacted] yours? äöü 🚢');
    expect(text).not.toContain(apiKey);
    expect(text).not.toMatch(/x-api-key|authorization/i);
  });

  it('says what is different in a request that was not recorded', async () => {
    const folder = freshFolder();
    await scriptedRun([{ text: 'ok' }], { client: { apiKey, record: folder } });
    const { error } = await replay(folder, { tools: [], messages: [{ role: 'user', content: 'Keep two notes.' }] });
    expect(error).toMatchObject({ code: 'recording-differs' });
    expect(error?.message).toContain('body.messages.0.content: recorded "Keep a note.", now "Keep two notes."');
  });

  it('says that the recording is at its end', async () => {
    const folder = freshFolder();
    await scriptedRun([{ text: 'ok' }], { client: { apiKey, record: folder } });
    const { error } = await replay(folder, { tools: [], messages: [{ role: 'user', content: 'x' }], system: [] });
    expect(error).toMatchObject({ code: 'recording-differs' });
  });

  it('goes on numbering where a resumed run goes on recording', async () => {
    const folder = freshFolder();
    await scriptedRun([{ text: 'ok' }], { client: { apiKey, record: folder } });
    await scriptedRun([{ text: 'ok' }], { client: { apiKey, record: folder } });
    expect(readdirSync(folder)).toEqual(['0001.json', '0002.json']);
  });

  it.each([
    [{ replay: '/does/not/exist' }, 'holds no recorded requests'],
    [{ apiKey, record: 'a', replay: 'b' }, 'records or replays, not both'],
    [{}, 'There is no key'],
  ])('refuses %j', async (client, message) => {
    const { error } = await scriptedRun([], { client: { apiKey: '', ...client } });
    expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining(message) as string });
  });
});

/** A proxy that answers from the first folder, recorded anew into the second. */
async function replayAndRecord(from: string, to: string): Promise<void> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  const { recordTo } = await import('./record.js');
  const { replayFrom } = await import('./replay.js');
  const { Budget, redactKeys, runAgent, systemTiming } = await import('./index.js');
  const { instantTiming } = await import('./testing/scripted-run.js');
  const middleware = [recordTo(to, redactKeys()), replayFrom(from, redactKeys())];
  await runAgent({
    client: new Client({ apiKey: 'none', baseURL: 'http://127.0.0.1:9', middleware, logLevel: 'off' }),
    model: 'claude-opus-5-5',
    system: ['You keep notes.'],
    messages: [{ role: 'user', content: 'Keep a note.' }],
    tools: [recordingTool()],
    signal: new AbortController().signal,
    timing: instantTiming(),
    budget: new Budget('task', {}, systemTiming.clock),
  });
}
