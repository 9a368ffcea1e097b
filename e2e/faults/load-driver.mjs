// Runs the pipeline over many small repositories in this one process, and prints what it holds after each.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runDurably } from '@devops-orchestrator/core-orchestrator';
import { durableEnvironment } from '../../apps/cli/dist/durable-environment.js';

const [root] = process.argv.slice(2);
const signal = new AbortController().signal;
for (const name of readdirSync(root).sort()) {
  const repository = join(root, name);
  const environment = await durableEnvironment(repository, signal, () => undefined);
  const request = {
    schemaVersion: 1,
    request: 'Dockerize this',
    repositoryName: basename(repository),
    engine: 'builtin',
    verify: 'static',
    commit: true,
  };
  const { exitCode, failure } = await runDurably({ root: repository, request }, environment);
  globalThis.gc();
  process.stdout.write(`${JSON.stringify({ name, exitCode, failure: failure?.message, ...held() })}\n`);
}

function held() {
  return {
    megabytes: Math.round(process.memoryUsage().rss / 1024 / 1024),
    heap: Math.round(process.memoryUsage().heapUsed / 1024 / 1024),
    descriptors: readdirSync('/proc/self/fd').length,
    temporary: readdirSync(tmpdir()).length,
    listeners: process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0),
  };
}
