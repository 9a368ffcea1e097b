import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type pg from 'pg';
import type { Fleet, FleetRun } from '../documents/fleet.js';
import type { FleetSummary } from '../documents/summary.js';
import type { FleetEngine, SubmitOptions, Submitted, WaitOptions } from '../engine.js';
import { repositoryKey } from '../fleet-list/read-fleet.js';
import { hasEnded, summarize } from '../results/summarize.js';
import { watch } from '../results/watch.js';
import { inTransaction, openPool, patiently } from './database.js';
import { migrate, schema } from './migrate.js';
import { insertRun, lockRepositories, newestRuns, promote, resultOf, type RunRow, runOf } from './run-rows.js';
import { applicationName, enqueue, queueOf } from './queue.js';

export interface DbosEngineOptions {
  databaseUrl: string;
  programVersion: string;
  newRunId: () => string;
}

/** Entries per transaction: many enough to be fast, few enough that workers begin at once. */
const chunkSize = 100;

/**
 * Fleets on PostgreSQL: this side takes them in and looks at them; workers (`startWorker`) carry them out.
 *
 * @throws {OrchestratorError} `transient` when the database does not answer
 */
export async function openDbosEngine(options: DbosEngineOptions): Promise<FleetEngine> {
  const { databaseUrl } = options;
  const pool = openPool(databaseUrl, 'devops-orchestrator fleet', 4);
  try {
    await patiently(() => migrate(databaseUrl, pool), undefined, 20_000);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const client = await DBOSClient.create({
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    applicationName,
    logger: quiet,
  });
  return new DbosEngine(pool, client, options);
}

/** Between two looks of a worker for the next run. */
const pollingMs = 200;

const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };

class DbosEngine implements FleetEngine {
  readonly pool: pg.Pool;
  readonly client: DBOSClient;
  readonly options: DbosEngineOptions;

  constructor(pool: pg.Pool, client: DBOSClient, options: DbosEngineOptions) {
    this.pool = pool;
    this.client = client;
    this.options = options;
  }

  async submit(fleet: Fleet, { concurrency }: SubmitOptions): Promise<Submitted> {
    await patiently(() => this.#register(fleet.fleetId, concurrency));
    const runs = fleet.entries.map((entry, position) => ({ entry, position }));
    let started = 0;
    for (let first = 0; first < runs.length; first += chunkSize) {
      started += await patiently(() => this.#start(fleet.fleetId, runs.slice(first, first + chunkSize)));
    }
    return { started, known: runs.length - started };
  }

  async #register(fleetId: string, concurrency: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO ${schema}.fleets (fleet_id, concurrency, program_version, queue_since) VALUES ($1, $2, $3, now())
       ON CONFLICT (fleet_id) DO UPDATE SET concurrency = excluded.concurrency, queue_since = now()`,
      [fleetId, concurrency, this.options.programVersion],
    );
    await this.client.registerQueue(queueOf(fleetId), {
      globalConcurrency: concurrency,
      minPollingIntervalMs: pollingMs,
    });
  }

  async #start(fleetId: string, entries: readonly Pick<NewRun, 'entry' | 'position'>[]): Promise<number> {
    return this.#insert(entries.map(({ entry, position }) => ({ fleetId, entry, position, attempt: 1 })));
  }

  async #insert(runs: readonly NewRun[]): Promise<number> {
    const keys = runs.map(({ entry }) => repositoryKey(entry.location));
    return inTransaction(this.pool, async (transaction) => {
      await lockRepositories(transaction, keys);
      let inserted = 0;
      for (const { position, ...run } of runs) {
        const isNew = await insertRun(
          transaction,
          { schemaVersion: 1, runId: this.options.newRunId(), ...run },
          { position, programVersion: this.options.programVersion },
        );
        if (isNew) inserted += 1;
      }
      await enqueue(this.client, transaction, await promote(transaction, keys));
      return inserted;
    });
  }

  async wait(fleetId: string, options: WaitOptions): Promise<FleetSummary> {
    return watch(() => patiently(() => this.status(fleetId), options.signal), options);
  }

  async status(fleetId: string): Promise<FleetSummary> {
    return summarize(fleetId, (await this.#rows(fleetId)).map(resultOf));
  }

  async fleets(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ fleet_id: string }>(
      `SELECT fleet_id FROM ${schema}.fleets ORDER BY created_at DESC`,
    );
    return rows.map(({ fleet_id }) => fleet_id);
  }

  async cancel(fleetId: string, ids?: readonly string[]): Promise<number> {
    const rows = (await this.#rows(fleetId, ids)).filter((row) => !hasEnded(resultOf(row)));
    const keys = rows.map(({ repository_key }) => repository_key);
    const cancelled = await inTransaction(this.pool, async (transaction) => {
      await lockRepositories(transaction, keys);
      const { rows: stopped } = await transaction.query<RunRow & { before: string }>(
        `UPDATE ${schema}.fleet_runs AS run SET state = 'cancelled', ended_at = now(), updated_at = now(),
           exit_code = 130, reason = 'It was cancelled.'
         FROM (SELECT workflow_id, state AS before FROM ${schema}.fleet_runs WHERE workflow_id = ANY($1) FOR UPDATE) AS old
         WHERE run.workflow_id = old.workflow_id AND old.before IN ('waiting', 'queued', 'running') RETURNING run.*, old.before`,
        [rows.map(({ workflow_id }) => workflow_id)],
      );
      await enqueue(this.client, transaction, await promote(transaction, keys));
      return stopped;
    });
    const enqueued = cancelled.filter(({ before }) => before !== 'waiting').map(({ workflow_id }) => workflow_id);
    if (enqueued.length > 0) await this.client.cancelWorkflows(enqueued);
    return cancelled.length;
  }

  async retry(fleetId: string, ids?: readonly string[]): Promise<number> {
    const again = (await this.#rows(fleetId, ids)).filter((row) => hasEnded(resultOf(row)) && row.state !== 'done');
    const text = `SELECT concurrency FROM ${schema}.fleets WHERE fleet_id = $1`;
    const { rows } = await this.pool.query<{ concurrency: number }>(text, [fleetId]);
    await this.#register(fleetId, rows[0]?.concurrency ?? 1);
    return this.#insert(
      again.map((row) => {
        const { entry, attempt } = runOf(row);
        return { fleetId, entry, attempt: attempt + 1, position: row.position };
      }),
    );
  }

  async close(): Promise<void> {
    await this.client.destroy();
    await this.pool.end();
  }

  async #rows(fleetId: string, ids?: readonly string[]): Promise<RunRow[]> {
    const rows = await newestRuns(this.pool, fleetId);
    assertKnown(fleetId, rows, ids);
    return ids === undefined ? rows : rows.filter(({ id }) => ids.includes(id));
  }
}

type NewRun = Omit<FleetRun, 'runId' | 'schemaVersion'> & { position: number };

function assertKnown(fleetId: string, rows: readonly RunRow[], ids: readonly string[] = []): void {
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (rows.length > 0 && missing === undefined) return;
  throw new OrchestratorError(
    'run-not-found',
    rows.length === 0 ? `There is no fleet ${fleetId}.` : `The fleet ${fleetId} has no repository ${missing ?? ''}.`,
    { hint: '`devops-orchestrator fleet status` shows the fleets, and with --fleet their repositories.' },
  );
}
