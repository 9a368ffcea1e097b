import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { openLog } from '@devops-orchestrator/fleet';
import { signalsOfProcess } from '../../signals.js';
import { programVersion } from '../../version.js';
import { databaseUrl, openExecutor, workFolder } from './open-engine.js';
import type { FleetOptions } from './options.js';

/** Time that runs get to end by themselves after SIGTERM; what does not end goes on in another worker. */
const graceMs = 5000;

/** `fleet worker`: carries out the runs of all fleets in a database, until it is told to stop. */
export async function workerCommand(options: FleetOptions): Promise<number> {
  const url = databaseUrl(options);
  if (url === undefined) {
    throw new OrchestratorError('usage', 'Expected a database; a worker takes its runs from there.', {
      hint: 'Give --database-url, or set DEVOPS_ORCHESTRATOR_DATABASE_URL.',
    });
  }
  if (!/^[A-Za-z0-9][\w.-]{0,62}$/.test(options.name)) {
    throw new OrchestratorError(
      'usage',
      `Expected a worker's name of at most 63 letters, digits, dots and dashes; found "${options.name}".`,
      { hint: 'For example: --name worker-1.' },
    );
  }
  const signal = signalsOfProcess();
  const log = openLog({ format: options.logFormat, level: 'info', write: (line) => void process.stderr.write(line) });
  const { startWorker } = await import('./on-database.js');
  const folder = workFolder(options);
  const worker = await startWorker({
    databaseUrl: url,
    name: options.name,
    programVersion,
    place: placeOf(folder),
    executor: openExecutor(options),
    log,
    newRunId: () => newRunId(),
    recoverEveryMs: options.recoverEvery * 1000,
    onAlive: () => touch(join(folder, `${options.name}.alive`)),
  });
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await worker.stop(graceMs);
  return signal.reason === 'SIGINT' ? 130 : 143;
}

/** Name of a work folder, kept in it: workers that share the folder share the name. */
function placeOf(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'place');
  try {
    writeFileSync(file, newRunId(), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

/** For health checks: a file whose time says when the worker was last seen at work. */
function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    writeFileSync(file, '');
  }
}
