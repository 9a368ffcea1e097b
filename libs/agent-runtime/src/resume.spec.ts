import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingTool, scriptedRun } from './testing/scripted-run.js';
import { checkpointsIn, fileCheckpoint, memoryCheckpoint } from './index.js';
import type { CheckpointStore } from './index.js';

const call = (text: string, name = 'note') => ({ name, input: { text } });
const dead = () => Promise.reject(new Error('the process died here'));

/** A store whose process dies at the n-th save, before it is on the disk, or after. */
function dyingAt(store: CheckpointStore, save: number, when: 'before' | 'after'): CheckpointStore {
  let saves = 0;
  return {
    load: () => store.load(),
    save: async (checkpoint) => {
      saves += 1;
      if (saves > save) return dead();
      if (saves < save || when === 'after') await store.save(checkpoint);
      return saves === save ? dead() : undefined;
    },
  };
}

describe('runAgent, resumed', () => {
  const script = [{ calls: [call('a'), call('b', 'mark')] }, { calls: [call('c')] }, { text: 'Done.' }];
  const points = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((save) => [
    [save, 'before'] as const,
    [save, 'after'] as const,
  ]);

  it.each(points)('runs no call twice when the process dies at save %i, %s it', async (save, when) => {
    const store = memoryCheckpoint();
    const tools = [recordingTool('note', { exclusive: true }), recordingTool('mark', { exclusive: true })];
    const answered = (request: { messages: readonly unknown[] }) => script[(request.messages.length - 1) / 2]!;
    await expect(scriptedRun(answered, { tools, checkpoint: dyingAt(store, save, when) })).rejects.toThrow(
      'the process died here',
    );
    const { outcome } = await scriptedRun(answered, { tools, checkpoint: store });
    expect(outcome).toMatchObject({ type: 'completed', text: 'Done.' });
    const calls = tools.flatMap(({ calls }) => calls).sort();
    expect(new Set(calls).size).toBe(calls.length);
  });

  it('goes on after the last complete reply, and asks for none twice', async () => {
    const checkpoint = memoryCheckpoint();
    const note = recordingTool();
    const retry = { attempts: 1, firstDelayMs: 1, factor: 1, maximumDelayMs: 1, maximumRetryAfterMs: 1 };
    const first = await scriptedRun([{ calls: [call('a')] }, { status: 529 }], { tools: [note], checkpoint, retry });
    expect(first.error).toMatchObject({ code: 'transient' });
    const second = await scriptedRun([{ text: 'Done.' }], { tools: [note], checkpoint });
    expect(JSON.stringify(second.requests[0]?.body.messages)).toBe(JSON.stringify(first.requests[1]?.body.messages));
    expect(second.outcome).toMatchObject({ type: 'completed', usage: { turns: 2 } });
    expect(second.budget.spent).toEqual(second.outcome?.usage);
    expect(note.calls).toEqual(['a']);
  });

  it('tells the model of a call that was interrupted, and runs it again only where that does no harm', async () => {
    const checkpoint = memoryCheckpoint();
    const controller = new AbortController();
    const hanging = (name: string, traits: { repeatable?: boolean }) => {
      const tool = recordingTool(name, traits);
      return { ...tool, run: () => Promise.resolve(controller.abort()).then(() => dead()) };
    };
    const replies = [{ calls: [call('a', 'write'), call('b', 'read')] }, { text: 'I look first.' }];
    const interrupted = await scriptedRun(replies, {
      tools: [hanging('write', {}), hanging('read', { repeatable: true })],
      checkpoint,
      signal: controller.signal,
    });
    expect(interrupted.error).toMatchObject({ code: 'interrupted' });
    const tools = [recordingTool('write'), recordingTool('read', { repeatable: true })];
    const { requests, outcome } = await scriptedRun([replies[1]!], { tools, checkpoint });
    expect(tools.map(({ calls }) => calls)).toEqual([[], ['b']]);
    expect(requests[0]?.body.messages.at(-1)?.content).toMatchObject([
      { is_error: true, content: expect.stringContaining('was interrupted during this call') as string },
      { content: 'kept b' },
    ]);
    expect(outcome).toMatchObject({ type: 'completed' });
  });

  it('runs the calls that waited for a larger budget, once', async () => {
    const checkpoint = memoryCheckpoint();
    const note = recordingTool();
    const first = await scriptedRun([{ calls: [call('a')] }], { tools: [note], checkpoint, limits: { turns: 1 } });
    expect(first.outcome).toMatchObject({ type: 'budget', waitingCalls: ['note'] });
    expect(note.calls).toEqual([]);
    const same = await scriptedRun([], { tools: [note], checkpoint, limits: { turns: 1 } });
    expect(same.outcome).toMatchObject({ type: 'budget', waitingCalls: ['note'] });
    const { outcome } = await scriptedRun([{ text: 'Done.' }], { tools: [note], checkpoint, limits: { turns: 5 } });
    expect(outcome).toMatchObject({ type: 'completed', usage: { turns: 2 } });
    expect(note.calls).toEqual(['a']);
  });

  it('stops when a call cannot be recorded, even if the disk works again later', async () => {
    const store = memoryCheckpoint();
    let saves = 0;
    const checkpoint: CheckpointStore = {
      load: () => store.load(),
      // the third save is the one of the result
      save: (state) => ((saves += 1) === 3 ? Promise.reject(new Error('no space left')) : store.save(state)),
    };
    const note = recordingTool();
    const run = scriptedRun([{ calls: [call('a')] }, { text: 'Done.' }], { tools: [note], checkpoint });
    await expect(run).rejects.toThrow('no space left');
    expect(await store.load()).toMatchObject({ waiting: { calls: { toolu_0001: { state: 'started' } } } });
    expect(note.calls).toEqual(['a']);
  });

  it('answers from the checkpoint when the conversation has ended', async () => {
    const checkpoint = memoryCheckpoint();
    const first = await scriptedRun([{ text: 'Done.' }], { checkpoint });
    const second = await scriptedRun([], { checkpoint });
    expect(second.outcome).toEqual(first.outcome);
    expect(second.requests).toHaveLength(0);
    expect(second.budget.spent).toEqual(first.budget.spent);
  });

  it('does not go on with another conversation', async () => {
    const checkpoint = memoryCheckpoint();
    await scriptedRun([{ text: 'Done.' }], { checkpoint });
    const { error } = await scriptedRun([], { checkpoint, system: ['You bake bread.'] });
    expect(error).toMatchObject({ code: 'run-not-resumable' });
  });
});

describe('checkpointsIn', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps each conversation in a file of its own that only its owner can read', async () => {
    const open = checkpointsIn(join(folder, 'run'));
    await scriptedRun([{ text: 'one' }], { checkpoint: open('devops/01-a') });
    await scriptedRun([{ text: 'two' }], { checkpoint: open('devops-01-a') });
    const files = readdirSync(join(folder, 'run'));
    expect(files).toHaveLength(2);
    expect(files.map((name) => statSync(join(folder, 'run', name)).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(await open('devops/01-a').load()).toMatchObject({ outcome: { text: 'one' } });
    expect(readFileSync(join(folder, 'run', files[0]!), 'utf8')).not.toContain('sk-ant');
  });

  it('says that a file is damaged', async () => {
    const path = join(folder, 'damaged.json');
    writeFileSync(path, '{"schemaVersion": 1');
    await expect(fileCheckpoint(path).load()).rejects.toMatchObject({ code: 'journal-damaged' });
  });
});
