import { DBOS, DBOSClient, type DLogger } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { RunExecutor } from '../engine.js';
import type { Log } from '../observability/open-log.js';
import { carryOutWorkflow } from './carry-out-workflow.js';
import { openPool, patiently } from './database.js';
import { migrate } from './migrate.js';
import { Presence } from './presence.js';
import { applicationName, workflowName } from './queue.js';
import { Recovery } from './recover.js';

export interface WorkerOptions {
  databaseUrl: string;
  /** Stable over restarts: a worker that comes back goes on with its own runs. No two living ones share it. */
  name: string;
  /** Runs of another version are left to workers of that version. */
  programVersion: string;
  /** Names the work folder; workers that share one go on with each other's clones. */
  place: string;
  executor: RunExecutor;
  log: Log;
  newRunId: () => string;
  /** Between two looks for dead workers. */
  recoverEveryMs?: number;
  /** Called after each look: the database answers, and this process is not stuck. */
  onAlive?: () => void;
  /** Before the first retry of a failure that may pass. */
  retryDelaySeconds?: number;
}

export interface Worker {
  /** Takes no more runs, gives those under way some time, and leaves the rest to the next execution. */
  stop(graceMs: number): Promise<void>;
}

/** Connections of one worker: steps and claims are short, few of them are at work at once. */
const poolSize = 10;

/**
 * Carries out the runs of all fleets in a database, until it is stopped. One per process: DBOS is global.
 *
 * @throws {OrchestratorError} `transient` when the database does not answer; `usage` when the name is taken
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { databaseUrl, name, programVersion, log, recoverEveryMs = 5000 } = options;
  const pool = openPool(databaseUrl, `devops-orchestrator worker ${name}`, poolSize);
  await patiently(() => migrate(databaseUrl, pool), undefined, 60_000);
  const presence = await patiently(() => Presence.show(databaseUrl, name), undefined, 60_000);
  const client = await DBOSClient.create({
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    applicationName,
    logger: dbosLog(log),
  });
  const stopping = new AbortController();
  configure(options, pool);
  DBOS.registerWorkflow(
    (workflowId: string) =>
      carryOutWorkflow(workflowId, {
        ...options,
        retryDelaySeconds: options.retryDelaySeconds ?? 10,
        pool,
        client,
        stopping: stopping.signal,
      }),
    { name: workflowName },
  );
  await DBOS.launch();
  const recovery = new Recovery({
    pool,
    client,
    pauseMs: recoverEveryMs,
    tell: (workflowId, what) => log.warn({ workflowId, what }, 'run was lost'),
  });
  const look = lookForLost(recovery, options);
  const timer = setInterval(() => void look(), recoverEveryMs);
  options.onAlive?.();
  log.info({ worker: name, version: programVersion, place: options.place }, 'worker is ready');
  return {
    async stop(graceMs) {
      clearInterval(timer);
      const timeout = setTimeout(() => stopping.abort('SIGTERM'), graceMs);
      await DBOS.shutdown({ workflowCompletionTimeoutMS: graceMs + 1000, deregister: true });
      clearTimeout(timeout);
      stopping.abort('SIGTERM');
      await presence.close();
      await client.destroy();
      await pool.end().catch(() => undefined);
      log.info({ worker: name }, 'worker has stopped');
    },
  };
}

function configure({ databaseUrl, name, programVersion, log }: WorkerOptions, pool: pg.Pool): void {
  DBOS.setConfig({
    name: applicationName,
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    executorID: name,
    applicationVersion: programVersion,
    logger: dbosLog(log),
    runMigrations: false,
  });
}

/** A look that fails is told once, and so is the next that succeeds. */
function lookForLost(recovery: Recovery, { log, onAlive }: WorkerOptions): () => Promise<void> {
  let away = false;
  return async () => {
    try {
      await recovery.look();
      if (away) log.info({}, 'the database is back');
      away = false;
      onAlive?.();
    } catch (error) {
      if (!away)
        log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'the database does not answer');
      away = true;
    }
  };
}

/** What DBOS warns of (restarts of the server, workers at the same queue) it also overcomes. */
function dbosLog(log: Log): DLogger {
  const tell = (entry: unknown) => log.debug({ from: 'dbos' }, String(entry));
  return {
    debug: () => undefined,
    info: tell,
    warn: tell,
    error: (entry) => log.error({ from: 'dbos' }, entry instanceof Error ? entry.message : String(entry)),
  };
}
