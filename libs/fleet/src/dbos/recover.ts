import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { inTransaction } from './database.js';
import { schema } from './migrate.js';
import { isPresent } from './presence.js';
import { queueOf } from './queue.js';

export interface RecoverOptions {
  pool: pg.Pool;
  client: DBOSClient;
  /** Between two looks; a worker is dead when neither sees it. */
  pauseMs: number;
  /** Told for each run that is given to the other workers. */
  tell(workflowId: string, worker: string): void;
}

interface Lost {
  workflow_id: string;
  fleet_id: string;
  executor_id: string;
}

/**
 * Looks for runs whose worker has no session any more, and gives those that two looks find to the other workers.
 * A frozen worker has its session, and keeps its runs. Right after a start of the server nobody counts as dead.
 */
export class Recovery {
  #seen = new Map<string, string>();

  readonly options: RecoverOptions;

  constructor(options: RecoverOptions) {
    this.options = options;
  }

  /** One look. @returns how many runs were given on. */
  async look(): Promise<number> {
    const { pool, client, tell } = this.options;
    return inTransaction(pool, async (transaction) => {
      const { rows: locks } = await transaction.query<{ held: boolean }>(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('devops-orchestrator recovery', 0)) AS held",
      );
      if (locks[0]?.held !== true) return 0;
      const lost = await this.#findLost(transaction);
      const twice = lost.filter(({ workflow_id, executor_id }) => this.#seen.get(workflow_id) === executor_id);
      this.#seen = new Map(lost.map(({ workflow_id, executor_id }) => [workflow_id, executor_id]));
      for (const { workflow_id, fleet_id, executor_id } of twice) {
        await client.resumeWorkflow(workflow_id, { queueName: queueOf(fleet_id) });
        this.#seen.delete(workflow_id);
        tell(workflow_id, executor_id);
      }
      return twice.length;
    });
  }

  async #findLost(transaction: pg.PoolClient): Promise<Lost[]> {
    const { rows } = await transaction.query<Lost>(
      `SELECT run.workflow_id, run.fleet_id, status.executor_id
       FROM ${schema}.fleet_runs AS run JOIN dbos.workflow_status AS status ON status.workflow_uuid = run.workflow_id
       WHERE run.state IN ('queued', 'running') AND status.status = 'PENDING' AND NOT ${isPresent('status.executor_id')}
         AND pg_postmaster_start_time() < now() - make_interval(secs => $1)`,
      [(this.options.pauseMs * 2) / 1000],
    );
    return rows;
  }
}
