import type pg from 'pg';
import { patiently } from './database.js';
import { schema } from './migrate.js';
import type { RunRow } from './run-rows.js';
import { OwnershipLostError } from './step-answer.js';

/** A run in the hands of one execution of its workflow. */
export interface Claim {
  row: RunRow;
  /** DBOS gives each hand-over of a workflow a token of its own; a write under an older one is refused. */
  token: string;
}

export interface Claimant {
  workflowId: string;
  worker: string;
  /** Where the work folders of this worker are; another place does not have what was cloned here. */
  place: string;
}

/** How often the run was begun so far. */
export async function executionsOf(pool: pg.Pool, workflowId: string): Promise<number> {
  const text = `SELECT executions FROM ${schema}.fleet_runs WHERE workflow_id = $1`;
  return (await pool.query<{ executions: number }>(text, [workflowId])).rows[0]?.executions ?? 0;
}

/**
 * Takes a run that DBOS has handed to this worker.
 *
 * @returns undefined when it has ended already, was cancelled, or was handed to another worker meanwhile
 */
export async function claim(pool: pg.Pool, { workflowId, worker, place }: Claimant): Promise<Claim | undefined> {
  const { rows } = await pool.query<RunRow & { token: string }>(
    `UPDATE ${schema}.fleet_runs AS run
     SET state = 'running', worker = $2, place = coalesce(run.place, $3), executions = run.executions + 1,
         steps_done = 0, step = NULL, started_at = coalesce(run.started_at, now()), updated_at = now()
     FROM dbos.workflow_status AS status
     WHERE run.workflow_id = $1 AND run.state IN ('queued', 'running')
       AND status.workflow_uuid = $1 AND status.status = 'PENDING' AND status.executor_id = $2
     RETURNING run.*, status.owner_xid AS token`,
    [workflowId, worker, place],
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const { token, ...row } = found;
  return { row, token };
}

/**
 * Writes down which step begins, under the claim alone: a frozen worker whose run was taken over stops here, before the effect.
 *
 * @throws {OwnershipLostError} when the run is not this execution's any more
 */
export async function assertOwner(
  pool: pg.Pool,
  { row, token }: Claim,
  step: string,
  stepsDone: number,
): Promise<void> {
  const { rowCount } = await patiently(() =>
    pool.query(
      `UPDATE ${schema}.fleet_runs AS run SET step = $3, steps_done = $4, updated_at = now()
       FROM dbos.workflow_status AS status
       WHERE run.workflow_id = $1 AND run.state = 'running'
         AND status.workflow_uuid = $1 AND status.status = 'PENDING' AND status.owner_xid = $2`,
      [row.workflow_id, token, step, stepsDone],
    ),
  );
  if (rowCount !== 1) throw new OwnershipLostError(row.run_id);
}

/** Locks the row of a run, and tells whether it is still this execution's; holds until the transaction ends. */
export async function holdsClaim(client: pg.PoolClient, { row, token }: Claim): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM ${schema}.fleet_runs AS run JOIN dbos.workflow_status AS status ON status.workflow_uuid = run.workflow_id
     WHERE run.workflow_id = $1 AND run.state = 'running' AND status.status = 'PENDING' AND status.owner_xid = $2
     FOR NO KEY UPDATE`,
    [row.workflow_id, token],
  );
  return rowCount === 1;
}

/** True when somebody has cancelled the run. */
export async function isCancelled(pool: pg.Pool, { row }: Claim): Promise<boolean> {
  const text = `SELECT 1 FROM ${schema}.fleet_runs WHERE workflow_id = $1 AND state = 'cancelled'`;
  return (await patiently(() => pool.query(text, [row.workflow_id]))).rowCount === 1;
}
