import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchMemory } from './memory-watch.js';
import { openCommands } from './open-commands.js';

const eat = "node -e 'const all = []; setInterval(() => all.push(Buffer.alloc(10e6, 1)), 20)'";

describe('watchMemory', () => {
  it('F23: ends a command whose processes hold too much together, and says so', async () => {
    const root = mkdtempSync(join(tmpdir(), 'workspace-memory-'));
    try {
      const result = await openCommands(root, { memoryLimitMiB: 300 }).run({
        program: 'bash',
        arguments: ['-c', `${eat} & ${eat} & wait`],
        timeoutMs: 30_000,
      });
      expect([result.exitCode, result.timedOut, result.stderr]).toEqual([
        undefined,
        false,
        expect.stringContaining('killed: it held more than 300 MiB of memory'),
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  }, 40_000);

  it('leaves a small command alone, and watches nothing that did not start', async () => {
    const called: number[] = [];
    const child = spawn('sleep', ['0.6']);
    const stop = watchMemory(child.pid, 300, (limit) => called.push(limit));
    await new Promise((done) => child.once('exit', done));
    stop();
    watchMemory(undefined, 0, (limit) => called.push(limit))();
    expect(called).toEqual([]);
  });
});
