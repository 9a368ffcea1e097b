/**
 * Either engine in a process of its own, with the scripted pipeline, for tests that kill it:
 * `node main.js pool FOLDER FLEET VERSION` or `node main.js worker FOLDER NAME VERSION DATABASE_URL`.
 */
import { join } from 'node:path';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { startWorker } from '../dbos/worker.js';
import { openLocalEngine } from '../local/local-engine.js';
import { scriptedExecutor } from './scripted-executor.js';

const [kind = '', folder = '', name = '', version = '', databaseUrl = ''] = process.argv.slice(2);
const executor = scriptedExecutor(folder, version);
const say = (facts: object, message: string) => void process.stderr.write(`${message} ${JSON.stringify(facts)}\n`);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort('SIGTERM'));

if (kind === 'pool') {
  const engine = openLocalEngine({
    folder: join(folder, 'fleets'),
    executor,
    newRunId: () => newRunId(),
    retryDelaySeconds: 0.1,
  });
  const summary = await engine.wait(name, { signal: stop.signal, tell: () => undefined });
  process.exitCode = summary.exitCode;
} else {
  const log = { debug: () => undefined, info: say, warn: say, error: say };
  const worker = await startWorker({
    ...{ databaseUrl, name, programVersion: version, place: folder, executor, log },
    ...{ newRunId: () => newRunId(), recoverEveryMs: 700, retryDelaySeconds: 0.1 },
  });
  process.stdout.write('ready\n');
  stop.signal.addEventListener('abort', () => void worker.stop(500).then(() => process.exit(0)));
}
