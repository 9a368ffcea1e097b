import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrchestratorError, StepDefinition } from '@devops-orchestrator/contracts';
import { exampleRunHeader } from '@devops-orchestrator/test-kit';
import { newRunId, openRunStore } from './index.js';
import { parseJournal } from './read-journal.js';

/** These tests mount a file system: they need root, and fail without. */
const disk = mkdtempSync(join(tmpdir(), 'disk-'));
const folder = join(disk, 'state');
const signal = new AbortController().signal;

function system(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect({ program, args, status, stderr }).toEqual({ program, args, status: 0, stderr: '' });
}

describe('a disk that refuses', () => {
  beforeEach(() => system('mount', '-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', disk));
  afterEach(() => system('umount', disk));
  afterAll(() => rmSync(disk, { recursive: true, force: true }));

  const runs = new Map<string, number>();
  /** Records do not end where pages of the disk do: one of them is written in part. */
  const step: StepDefinition<string, string> = {
    name: 'step',
    run: async (input, { key }) => {
      runs.set(key, (runs.get(key) ?? 0) + 1);
      return input.repeat(2500);
    },
  };

  it.each([
    ['in the journal', 'x'],
    ['in large values', 'large value '],
  ])(
    'that is full, %s: what is recorded stays readable, and the run goes on when there is space',
    async (_where, input) => {
      runs.clear();
      const runId = newRunId();
      const store = openRunStore(folder);
      const lock = await store.lock(runId);
      writeFileSync(join(disk, 'other'), Buffer.alloc(120 * 1024));
      const journal = await store.create(exampleRunHeader({ runId }));
      const steps = journal.steps(signal);
      let recorded = 0;
      let failure: OrchestratorError | undefined;
      while (failure === undefined) {
        await steps.step(step, `step/${recorded}`, input).then(
          () => (recorded += 1),
          (error: OrchestratorError) => (failure = error),
        );
      }
      expect(failure).toMatchObject({
        code: 'write-failed',
        message: expect.stringContaining('ENOSPC') as unknown,
        hint: expect.stringContaining('Free space') as unknown,
      });
      expect(recorded).toBeGreaterThan(2);
      await journal.close();
      await lock.release();

      const path = join(folder, 'runs', runId, 'journal.jsonl');
      const bytes = readFileSync(path);
      expect(parseJournal(bytes, path).length).toBe(bytes.length);
      expect(
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')),
      ).toEqual([]);

      rmSync(join(disk, 'other'));
      const resumed = await store.open();
      const again = resumed.steps(signal);
      for (let index = 0; index <= recorded; index += 1) {
        expect(await again.step(step, `step/${index}`, input)).toBe(input.repeat(2500));
      }
      await resumed.close();
      expect([...runs].slice(0, recorded).filter(([, count]) => count !== 1)).toEqual([]);
    },
  );

  it('that is full before the run begins: nothing is left behind', async () => {
    const store = openRunStore(folder);
    const lock = await store.lock(newRunId());
    expect(() => writeFileSync(join(disk, 'other'), Buffer.alloc(1024 * 1024))).toThrow('ENOSPC');
    await expect(store.create(exampleRunHeader({ runId: newRunId() }))).rejects.toMatchObject({ code: 'write-failed' });
    await lock.release();
    expect(() => writeFileSync(join(disk, 'more'), Buffer.alloc(1024 * 1024))).toThrow('ENOSPC');
    await expect(store.lock(newRunId())).rejects.toMatchObject({ code: 'write-failed' });
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'runs')).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('that is read-only: runs are listed and read, and not written', async () => {
    const store = openRunStore(folder);
    const runId = newRunId();
    await (await store.create(exampleRunHeader({ runId }))).close();
    system('mount', '-o', 'remount,ro', disk);
    expect((await store.list()).map(({ state }) => state)).toEqual(['stopped']);
    const journal = await store.open();
    await expect(journal.steps(signal).step(step, 'a', 'x')).rejects.toMatchObject({
      code: 'write-failed',
      hint: expect.stringContaining('right to write') as unknown,
    });
    await journal.close();
    await expect(store.lock(runId)).rejects.toMatchObject({ code: 'write-failed' });
  });
});
