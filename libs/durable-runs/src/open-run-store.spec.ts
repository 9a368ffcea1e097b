import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrchestratorError, RunEnd, RunHeader, RunStore, StepDefinition } from '@devops-orchestrator/contracts';
import { exampleRunHeader } from '@devops-orchestrator/test-kit';
import { newRunId, openRunStore } from './index.js';
import type { RunStoreOptions } from './index.js';

const above = mkdtempSync(join(tmpdir(), 'run-store-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));

const signal = new AbortController().signal;
const version = { programVersion: '1.0.0' };
const ends = (status: RunEnd['status'], more: Partial<RunEnd> = {}): RunEnd => ({
  status,
  exitCode: 1,
  endedAt: '2026-02-01T00:00:00.000Z',
  ...more,
});
const echo: StepDefinition<unknown, unknown> = { name: 'echo', run: async (input) => input };

let number = 0;
function fresh(options: RunStoreOptions = version) {
  const folder = join(above, String((number += 1)), 'state');
  return { folder, store: openRunStore(folder, options) };
}
const withoutVersion = (folder: string) => openRunStore(folder);
/** A run of that second of the year, with one step per key; killed, unless it has an end. */
async function addRun(
  store: RunStore,
  second: number,
  keys: readonly string[] = [],
  end?: RunEnd,
  changes: Partial<RunHeader> = {},
) {
  const runId = newRunId({ now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, second)) });
  const journal = await store.create(exampleRunHeader({ runId, ...changes }));
  const steps = journal.steps(signal);
  for (const key of keys) await steps.step(echo, key, { key });
  if (end !== undefined) await journal.finish(end);
  await journal.close();
  return runId;
}
const journalOf = (folder: string, runId: string) => join(folder, 'runs', runId, 'journal.jsonl');
const errorOf = (action: Promise<unknown>) =>
  action.then(
    () => undefined,
    (error: unknown) => error as OrchestratorError,
  );

describe('openRunStore', () => {
  it('creates nothing before it is needed, and lists nothing then', async () => {
    const { folder, store } = fresh();
    expect(await store.list()).toEqual([]);
    expect((await errorOf(store.open()))?.code).toBe('run-not-found');
    await store.prune(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps everything to its owner', async () => {
    const { folder, store } = fresh();
    const lock = await store.lock('01JD0000000000000000000001');
    const runId = await addRun(store, 1);
    const journal = await store.open(runId);
    await journal.steps(signal).step(echo, 'large', 'x'.repeat(20_000));
    await journal.close();
    for (const entry of [
      folder,
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    ]) {
      const isFolder = statSync(entry).isDirectory();
      expect([entry, statSync(entry).mode & 0o777]).toEqual([entry, isFolder ? 0o700 : 0o600]);
    }
    await lock.release();
  });

  it('creates a run once', async () => {
    const { store } = fresh();
    const runId = await addRun(store, 1);
    expect((await errorOf(store.create(exampleRunHeader({ runId }))))?.code).toBe('write-failed');
    expect((await store.open(runId)).header.runId).toBe(runId);
  });

  it('says how each run stands, newest first', async () => {
    const { folder, store } = fresh();
    await addRun(store, 1, ['a'], ends('done', { exitCode: 0, feature: 'containers' }));
    await addRun(store, 2, ['a'], ends('failed', { reason: 'no' }));
    await addRun(store, 3, ['a', 'b']);
    await addRun(withoutVersion(folder), 4, [], ends('interrupted'), { programVersion: '2.0.0' });
    const list = await store.list();
    expect(
      list.map(({ state, resumable, stepsDone, exitCode, feature }) => ({
        state,
        resumable,
        stepsDone,
        exitCode,
        feature,
      })),
    ).toEqual([
      { state: 'interrupted', resumable: false, stepsDone: 0, exitCode: 1 },
      { state: 'stopped', resumable: true, stepsDone: 2 },
      { state: 'failed', resumable: true, stepsDone: 1, exitCode: 1 },
      { state: 'done', resumable: false, stepsDone: 1, exitCode: 0, feature: 'containers' },
    ]);
    expect(list[0]?.reason).toContain('2.0.0');
    expect(list[2]?.updatedAt).toBe('2026-02-01T00:00:00.000Z');
  });

  it('calls a run running while its process lives, also when it was resumed without its id', async () => {
    const { folder, store } = fresh();
    const runId = await addRun(store, 1);
    const stateSeen = async (by: RunStore) => (await by.list())[0]?.state;
    const lock = await store.lock('01JD0000000000000000000009');
    const journal = await store.open();
    expect([await stateSeen(store), await stateSeen(openRunStore(folder))]).toEqual(['stopped', 'stopped']);
    const echoing = { ...echo, run: async () => [await stateSeen(store), await stateSeen(openRunStore(folder))] };
    expect(await journal.steps(signal).step(echoing, 'a', {})).toEqual(['running', 'running']);
    await journal.close();
    await lock.release();
    expect(await stateSeen(openRunStore(folder))).toBe('stopped');
    expect(runId).toBe((await store.list())[0]?.runId);
  });

  it('does not take a run for running because its own process holds the lock for it', async () => {
    const { store } = fresh();
    const runId = await addRun(store, 1);
    await store.lock(runId);
    expect((await store.list())[0]?.state).toBe('stopped');
  });

  it('shows the step that has no result', async () => {
    const { store } = fresh();
    const runId = await addRun(store, 1, ['a']);
    const journal = await store.open(runId);
    await errorOf(journal.steps(signal).step({ ...echo, run: () => Promise.reject(new Error('no')) }, 'b', {}));
    expect((await store.list())[0]).toMatchObject({ currentStep: 'b', stepsDone: 1 });
  });

  it('lists a damaged journal with the reason, and goes on with the others', async () => {
    const { folder, store } = fresh();
    const good = await addRun(store, 1);
    const bad = await addRun(store, 2, ['a', 'b']);
    const text = readFileSync(journalOf(folder, bad), 'utf8').split('\n');
    writeFileSync(journalOf(folder, bad), text.with(2, '{"oops').join('\n'));
    const header = await addRun(store, 3);
    truncateSync(journalOf(folder, header), 10);
    expect(
      (await store.list()).map(({ state, resumable, request, reason }) => ({ state, resumable, request, reason })),
    ).toEqual([
      {
        state: 'stopped',
        resumable: false,
        request: '',
        reason: expect.stringContaining('journal.jsonl:1') as unknown,
      },
      {
        state: 'stopped',
        resumable: false,
        request: 'Containerize this application',
        reason: expect.stringContaining('journal.jsonl:3') as unknown,
      },
      { state: 'stopped', resumable: true, request: 'Containerize this application', reason: undefined },
    ]);
    expect((await store.open()).header.runId).toBe(good);
    expect((await errorOf(store.open(bad)))?.code).toBe('journal-damaged');
  });
});

describe('RunStore.open', () => {
  it('gives the newest run that can be resumed', async () => {
    const { folder, store } = fresh();
    const runId = await addRun(store, 1, [], ends('failed'));
    await addRun(store, 2, [], ends('done'));
    await addRun(store, 3, [], ends('aborted'));
    await addRun(withoutVersion(folder), 4, [], undefined, { programVersion: '2.0.0' });
    expect((await store.open()).header.runId).toBe(runId);
  });

  it('gives a run by the unique start of its id, whatever its case', async () => {
    const { store } = fresh();
    const ids = [await addRun(store, 1), await addRun(store, 40)];
    const length = [...ids[0]!].findIndex((letter, index) => letter !== ids[1]![index]) + 1;
    for (const id of ids) expect((await store.open(id.slice(0, length).toLowerCase())).header.runId).toBe(id);
  });

  it.each([
    ['too short a start', (id: string) => id.slice(0, 5)],
    ['a start of two', (id: string) => id.slice(0, 6)],
    ['an unknown id', () => '01JD0000000000000000000001'],
    ['a path', (id: string) => `../runs/${id}`],
  ])('does not find %s, and says which runs there are', async (_what, wanted) => {
    const { store } = fresh();
    const ids = [await addRun(store, 1), await addRun(store, 40, [], ends('done'))];
    const error = await errorOf(store.open(wanted(ids[0]!)));
    expect(error?.code).toBe('run-not-found');
    for (const id of ids) expect(error?.message).toContain(id);
  });

  it('refuses to resume a run of another version, and lets it be inspected and ended', async () => {
    const { folder, store } = fresh();
    const runId = await addRun(withoutVersion(folder), 1, ['a'], undefined, { programVersion: '0.9.0' });
    for (const wanted of [undefined, runId]) {
      expect(await errorOf(store.open(wanted))).toMatchObject({
        code: 'run-not-resumable',
        message: expect.stringContaining('0.9.0') as unknown,
      });
    }
    const journal = await store.open(undefined, 'inspect');
    expect(journal.recorded.map(({ key }) => key)).toEqual(['a']);
    expect(() => journal.steps(signal)).toThrow('0.9.0');
    await journal.finish(ends('aborted'));
    await journal.close();
    expect((await store.list())[0]?.state).toBe('aborted');
  });

  it('goes on behind a torn record, and cuts it off with the first new one alone', async () => {
    const { folder, store } = fresh();
    const runId = await addRun(store, 1, ['a']);
    appendFileSync(journalOf(folder, runId), '{"type":"done","key":"b"');
    const torn = readFileSync(journalOf(folder, runId), 'utf8');
    const journal = await store.open(runId);
    expect(readFileSync(journalOf(folder, runId), 'utf8')).toBe(torn);
    await journal.steps(signal).step(echo, 'b', {});
    await journal.close();
    expect((await store.open(runId)).recorded.map(({ key, result }) => [key, result !== undefined])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it.each([
    ['gone', (path: string) => rmSync(path)],
    ['changed', (path: string) => writeFileSync(path, '"other"')],
  ])('refuses a run whose large value is %s', async (_how, spoil) => {
    const { folder, store } = fresh();
    const runId = await addRun(store, 1);
    const journal = await store.open(runId);
    await journal.steps(signal).step(echo, 'large', 'x'.repeat(20_000));
    await journal.close();
    const artefacts = join(folder, 'runs', runId, 'artefacts');
    expect(readdirSync(artefacts)).toHaveLength(1);
    spoil(join(artefacts, readdirSync(artefacts)[0]!));
    expect(await errorOf(store.open(runId))).toMatchObject({
      code: 'journal-damaged',
      message: expect.stringContaining(artefacts) as unknown,
    });
  });
});

describe('RunStore.prune', () => {
  it('removes ended runs but the newest, and what never began', async () => {
    const { folder, store } = fresh();
    await addRun(store, 1, [], ends('done'));
    const stopped = await addRun(store, 2);
    await addRun(store, 3, [], ends('failed'));
    const kept = [await addRun(store, 4, [], ends('refused')), await addRun(store, 5, [], ends('done'))];
    const [young, old] = [newRunId(), newRunId()];
    for (const runId of [young, old]) mkdirSync(join(folder, 'runs', runId));
    utimesSync(join(folder, 'runs', old), 0, 0);
    await store.prune(2);
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual([stopped, ...kept, young].sort());
  });
});
