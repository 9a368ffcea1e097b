import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { RunJournal, StepDefinition } from '@devops-orchestrator/contracts';
import { exampleRunHeader } from '@devops-orchestrator/test-kit';
import { newRunId, openRunStore } from './index.js';
import type { RunStoreOptions } from './index.js';

const above = mkdtempSync(join(tmpdir(), 'disk-journal-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));

const signal = new AbortController().signal;
const endedAt = '2026-02-01T00:00:00.000Z';
const echo: StepDefinition<unknown, unknown> = { name: 'echo', run: async (input) => input };
const failing: StepDefinition<unknown, unknown> = {
  name: 'failing',
  run: () => Promise.reject(new OrchestratorError('command-failed', 'it failed', { hint: 'None.' })),
};
const errorOf = (action: Promise<unknown>) =>
  action.then(
    () => undefined,
    (error: unknown) => error as OrchestratorError,
  );

let number = 0;
async function fresh(options: RunStoreOptions = {}) {
  const folder = join(above, String((number += 1)));
  const runId = newRunId();
  const store = openRunStore(folder, options);
  const path = join(folder, 'runs', runId, 'journal.jsonl');
  return {
    reopened: () => store.open(runId),
    path,
    journal: await store.create(exampleRunHeader({ runId })),
    records: () =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
const recordedIn = ({ recorded }: RunJournal) =>
  recorded.map(({ key, result }) => (result === undefined ? `${key} open` : key));

describe('DiskJournal', () => {
  it('writes down what happened, a record a line', async () => {
    const { journal, records } = await fresh();
    const steps = journal.steps(signal);
    await steps.step(echo, 'a', { one: 1 });
    await errorOf(steps.step(failing, 'b', null));
    await journal.finish({ status: 'failed', exitCode: 1, endedAt, resumeFrom: 'b' });
    await journal.reopen();
    expect(records().map(({ type, key, from }) => [type, key ?? from])).toEqual([
      ['header', undefined],
      ['started', 'a'],
      ['done', 'a'],
      ['started', 'b'],
      ['failed', 'b'],
      ['end', undefined],
      ['reopened', 'b'],
    ]);
    expect(records()[1]).toMatchObject({ name: 'echo', input: { json: { one: 1 } }, attempt: 1 });
    expect(records()[4]).toMatchObject({ code: 'command-failed', message: 'it failed' });
  });

  it('gives what it holds, with inputs, now and when it is opened again', async () => {
    const { reopened, journal } = await fresh();
    const large = 'x'.repeat(20_000);
    const steps = journal.steps(signal);
    await steps.step(echo, 'a', { large });
    await errorOf(steps.step(failing, 'b', 2));
    const expected = [
      { key: 'a', name: 'echo', input: { large }, result: { output: { large } } },
      { key: 'b', name: 'failing', input: 2 },
    ];
    expect(journal.recorded).toEqual(expected);
    expect((await reopened()).recorded).toEqual(expected);
  });

  it('forgets what is to be done anew when it is reopened, and reconciles none of it', async () => {
    const { reopened, journal } = await fresh();
    const steps = journal.steps(signal);
    for (const key of ['a', 'b', 'c']) await steps.step(echo, key, key);
    await errorOf(steps.step(failing, 'd', 'd'));
    await journal.finish({ status: 'failed', exitCode: 1, endedAt, resumeFrom: 'b' });
    await journal.close();

    const resumed = await reopened();
    await resumed.reopen();
    expect([recordedIn(resumed), resumed.end]).toEqual([['a'], undefined]);
    const infos: unknown[] = [];
    const again: typeof echo = {
      ...echo,
      reconcile: () => Promise.reject(new Error('asked')),
      run: async (input, { attempt }) => infos.push([input, attempt]),
    };
    await resumed.steps(signal).step(again, 'c', 'another input');
    expect(infos).toEqual([['another input', 1]]);
    await resumed.reopen();
    expect(recordedIn(await reopened())).toEqual(['a', 'c']);
  });

  it('carries out no step of a run that has ended, until it is reopened', async () => {
    const { journal } = await fresh();
    await journal.finish({ status: 'interrupted', exitCode: 130, endedAt });
    expect(() => journal.steps(signal)).toThrow('has ended');
    await journal.reopen();
    expect(await journal.steps(signal).step(echo, 'a', 1)).toBe(1);
  });

  it('gives every replay a value of its own', async () => {
    const { journal } = await fresh();
    const first = (await journal.steps(signal).step(echo, 'a', { list: [1] })) as { list: number[] };
    first.list.push(2);
    expect(await journal.steps(signal).step(echo, 'a', { list: [1] })).toEqual({ list: [1] });
  });

  it('keeps steps apart that run at the same time', async () => {
    const { reopened, journal } = await fresh();
    const steps = journal.steps(signal);
    const keys = Array.from({ length: 30 }, (_, index) => `step/${index}`);
    const slow: typeof echo = {
      ...echo,
      run: async (input) => new Promise((done) => setTimeout(() => done(input), Number(input) % 7)),
    };
    const outputs = await Promise.all(keys.map((key, index) => steps.step(slow, key, index)));
    expect(outputs).toEqual(keys.map((_, index) => index));
    expect(recordedIn(await reopened())).toEqual(keys);
  });

  it('stops waiting for the next attempt when the run is aborted', async () => {
    const controller = new AbortController();
    const waits: number[] = [];
    const sleep = async (ms: number, { aborted }: AbortSignal) => {
      waits.push(ms);
      if (waits.length === 2) controller.abort(new Error('stopped by the user'));
      if (aborted) throw new Error('woken');
    };
    const { journal, records } = await fresh({ sleep });
    const transient: typeof echo = {
      name: 'transient',
      retry: { attempts: 9, firstDelayMs: 100, factor: 2 },
      run: () => Promise.reject(new OrchestratorError('transient', 'later', { hint: 'None.' })),
    };
    const error = await errorOf(journal.steps(controller.signal).step(transient, 'a', null));
    expect([error?.message, waits]).toEqual(['stopped by the user', [100, 200]]);
    expect(records().map(({ type, attempt }) => [type, attempt])).toEqual([
      ['header', undefined],
      ['started', 1],
      ['started', 2],
    ]);
    expect((await errorOf(journal.steps(controller.signal).step(echo, 'b', null)))?.message).toBe(
      'stopped by the user',
    );
  });

  it('tries a step again whose time was over, when its policy says so', async () => {
    const { journal } = await fresh({ sleep: async () => undefined });
    const slowOnce: StepDefinition<unknown, number> = {
      name: 'slow-once',
      timeoutMs: 20,
      retry: { attempts: 2, firstDelayMs: 1, factor: 1 },
      run: async (_input, { attempt, signal: own }) => {
        if (attempt === 1)
          await new Promise((_done, stop) => own.addEventListener('abort', () => stop(new Error('killed'))));
        return attempt;
      },
    };
    expect(await journal.steps(signal).step(slowOnce, 'a', null)).toBe(2);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a cycle', Object.assign([], { 0: {} }).map((item: object) => Object.assign(item, { item }))],
    ['a bigint', 1n],
  ])('refuses %s as input and as output', async (_what, value) => {
    const { journal, records } = await fresh();
    const steps = journal.steps(signal);
    expect(await errorOf(steps.step(echo, 'in', value))).toMatchObject({
      code: 'contract-violated',
      message: expect.stringContaining('in ') as unknown,
    });
    expect(await errorOf(steps.step({ ...echo, run: async () => value }, 'out', 1))).toMatchObject({
      code: 'contract-violated',
    });
    expect(records().map(({ type }) => type)).toEqual(['header', 'started', 'failed']);
  });

  it('says which step is another one than was recorded', async () => {
    const { journal } = await fresh();
    await journal.steps(signal).step(echo, 'task/1', 1);
    const error = await errorOf(journal.steps(signal).step({ ...echo, name: 'commit' }, 'task/1', 1));
    expect(error?.message).toContain('task/1');
    expect(error?.message).toContain('as "echo", and it is "commit" now');
    expect((await errorOf(journal.steps(signal).step(echo, 'task/1', 2)))?.code).toBe('run-not-resumable');
  });

  it('fails clearly when the journal cannot be written, and runs nothing', async () => {
    const { journal, path } = await fresh();
    rmSync(path);
    let effects = 0;
    const effect = { ...echo, run: async () => (effects += 1) };
    expect(await errorOf(journal.steps(signal).step(effect, 'a', 1))).toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('ENOENT') as unknown,
    });
    expect(effects).toBe(0);
  });

  it('stays readable when the start of a step could not be recorded, and its failure could', async () => {
    const { reopened, journal, path } = await fresh();
    writeFileSync(join(path, '..', 'artefacts'), 'a file in the place of the folder');
    const error = await errorOf(journal.steps(signal).step(echo, 'large', 'x'.repeat(20_000)));
    expect(error?.code).toBe('write-failed');
    expect(recordedIn(await reopened())).toEqual([]);
  });

  it('writes nothing once it is closed', async () => {
    const { journal, path } = await fresh();
    const steps = journal.steps(signal);
    await journal.close();
    const before = readFileSync(path, 'utf8');
    expect((await errorOf(steps.step(echo, 'a', 1)))?.message).toContain('closed');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('loses at most the step of a torn record: cut at whatever byte, the run goes on', async () => {
    const { reopened, journal, path } = await fresh();
    let steps = journal.steps(signal);
    await steps.step(echo, 'a', 'ä😀');
    const whole = readFileSync(path);
    await steps.step(echo, 'b', 'b');
    const bytes = readFileSync(path);
    await journal.close();
    for (let length = whole.length; length < bytes.length; length += 1) {
      writeFileSync(path, bytes.subarray(0, length));
      const resumed = await reopened();
      steps = resumed.steps(signal);
      let runs = 0;
      const counted: typeof echo = { ...echo, run: async (input) => ((runs += 1), input) };
      expect([await steps.step(counted, 'a', 'ä😀'), await steps.step(counted, 'b', 'b'), runs]).toEqual([
        'ä😀',
        'b',
        1,
      ]);
      await resumed.close();
      expect(recordedIn(await reopened())).toEqual(['a', 'b']);
    }
    appendFileSync(path, 'x');
    expect(recordedIn(await reopened())).toEqual(['a', 'b']);
  });
});
