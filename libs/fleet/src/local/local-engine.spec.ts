import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newRunId } from '@devops-orchestrator/durable-runs';
import type { FleetEngine } from '../engine.js';
import { fleetOf } from '../testing/engine-harness.js';
import { scriptedExecutor } from '../testing/scripted-executor.js';
import { openLocalEngine } from './local-engine.js';

let folder: string;
let engine: FleetEngine;
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-local-'));
  engine = openLocalEngine({
    folder: join(folder, 'fleets'),
    executor: scriptedExecutor(folder, '1'),
    newRunId: () => newRunId(),
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openLocalEngine', () => {
  it('tells every change of state, and ends with the summary', async () => {
    await engine.submit(fleetOf('f', ['steps=1 delay=0', 'steps=1 delay=0 fail=1']), { concurrency: 1 });
    const told: string[] = [];
    const summary = await engine.wait('f', {
      signal: never,
      tell: ({ id, state }) => void told.push(`${id} ${state}`),
    });
    expect(summary.exitCode).toBe(1);
    expect(told).toEqual(['r0 queued', 'r1 queued', 'r0 running', 'r0 done', 'r1 running', 'r1 failed']);
  });

  it('stops on its signal, says so, and goes on later', async () => {
    await engine.submit(fleetOf('f', ['steps=4 delay=60', 'steps=1']), { concurrency: 1 });
    const stop = new AbortController();
    const stopped = await engine.wait('f', {
      signal: stop.signal,
      tell: ({ state }) => void (state === 'running' && setTimeout(() => stop.abort('SIGINT'), 80)),
    });
    expect(stopped).toMatchObject({ exitCode: 130, repositories: [{ state: 'interrupted' }, { state: 'queued' }] });
    expect(await engine.wait('f', { signal: never, tell: () => undefined })).toMatchObject({
      exitCode: 0,
      counts: { done: 2 },
    });
  });

  it('lists fleets, the newest first, and refuses one that is not there', async () => {
    expect(await engine.fleets()).toEqual([]);
    await engine.submit(fleetOf('a', ['steps=1']), { concurrency: 1 });
    expect(await engine.fleets()).toEqual(['a']);
    await expect(engine.status('b')).rejects.toMatchObject({ code: 'run-not-found' });
    await expect(engine.cancel('a', ['zz'])).rejects.toMatchObject({ code: 'run-not-found' });
  });

  it('says which file is damaged', async () => {
    await engine.submit(fleetOf('f', ['steps=1']), { concurrency: 1 });
    writeFileSync(join(folder, 'fleets', 'f', 'runs', 'r0.json'), '{');
    await expect(engine.status('f')).rejects.toMatchObject({
      code: 'journal-damaged',
      message: expect.stringContaining('r0.json') as string,
    });
  });
});
