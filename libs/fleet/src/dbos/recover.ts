import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { inTransaction } from './database.js';
import { schema } from './migrate.js';
import { isPresent } from './presence.js';
import { enqueue, queueOf } from './queue.js';
import { lockRepositories, promote } from './run-rows.js';

export interface RecoverOptions {
  pool: pg.Pool;
  client: DBOSClient;
  /** Between two looks; a worker is dead when neither sees it. */
  pauseMs: number;
  /** Told for each run that is given to the other workers, or given up. */
  tell: (workflowId: string, what: string) => void;
}

interface Lost {
  workflow_id: string;
  fleet_id: string;
  repository_key: string;
  /** Of the workflow: `PENDING` under a dead worker, or over without a result. */
  status: string;
  executor_id: string | null;
}

/**
 * Looks for runs whose worker has no session any more, and gives those that two looks find to the other workers.
 * A frozen worker has its session, and keeps its runs. Right after a start of the server nobody counts as dead.
 */
export class Recovery {
  #seen = new Map<string, string>();
  readonly #options: RecoverOptions;

  constructor(options: RecoverOptions) {
    this.#options = options;
  }

  /** One look. @returns how many runs were given on, or given up. */
  async look(): Promise<number> {
    const { pool, client, tell } = this.#options;
    return inTransaction(pool, async (transaction) => {
      const { rows } = await transaction.query<{ held: boolean }>(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('devops-orchestrator recovery', 0)) AS held",
      );
      if (rows[0]?.held !== true) return 0;
      const lost = await this.#findLost(transaction);
      const twice = lost.filter((run) => this.#seen.get(run.workflow_id) === signOf(run));
      this.#seen = new Map(lost.filter((run) => !twice.includes(run)).map((run) => [run.workflow_id, signOf(run)]));
      for (const run of twice) {
        if (run.status !== 'PENDING') await this.#giveUp(run, transaction);
        else await client.resumeWorkflow(run.workflow_id, { queueName: queueOf(run.fleet_id) });
        tell(
          run.workflow_id,
          run.status === 'PENDING' ? `worker ${run.executor_id} is gone` : `workflow is ${run.status}`,
        );
      }
      await this.#closeQueues(transaction);
      return twice.length;
    });
  }

  /** Workers look at every queue: that of a fleet without open runs goes. A retry opens it again. */
  async #closeQueues(transaction: pg.PoolClient): Promise<void> {
    const { rows } = await transaction.query<{ fleet_id: string }>(
      `UPDATE ${schema}.fleets AS fleet SET queue_since = NULL
       WHERE queue_since < now() - interval '1 minute' AND NOT EXISTS (
         SELECT 1 FROM ${schema}.fleet_runs AS run
         WHERE run.fleet_id = fleet.fleet_id AND run.state IN ('waiting', 'queued', 'running'))
       RETURNING fleet_id`,
    );
    for (const { fleet_id } of rows) await this.#options.client.deleteQueue(queueOf(fleet_id));
  }

  async #findLost(transaction: pg.PoolClient): Promise<Lost[]> {
    const { rows } = await transaction.query<Lost>(
      `SELECT run.workflow_id, run.fleet_id, run.repository_key, status.status, status.executor_id
       FROM ${schema}.fleet_runs AS run JOIN dbos.workflow_status AS status ON status.workflow_uuid = run.workflow_id
       WHERE run.state IN ('queued', 'running')
         AND (status.status NOT IN ('PENDING', 'ENQUEUED', 'DELAYED')
           OR status.status = 'PENDING' AND NOT ${isPresent('status.executor_id')})
         AND pg_postmaster_start_time() < now() - make_interval(secs => $1)`,
      [(this.#options.pauseMs * 2) / 1000],
    );
    return rows;
  }

  /** A workflow that is over and has told no result must not keep its repository from the next run. */
  async #giveUp({ workflow_id, repository_key, status }: Lost, transaction: pg.PoolClient): Promise<void> {
    await lockRepositories(transaction, [repository_key]);
    await transaction.query(
      `UPDATE ${schema}.fleet_runs SET state = 'failed', exit_code = 1, reason = $2, ended_at = now(), updated_at = now()
       WHERE workflow_id = $1 AND state IN ('queued', 'running')`,
      [workflow_id, `Its workflow ended as ${status}, without a result.`],
    );
    await enqueue(this.#options.client, transaction, await promote(transaction, [repository_key]));
  }
}

function signOf({ status, executor_id }: Lost): string {
  return `${status} ${executor_id}`;
}
