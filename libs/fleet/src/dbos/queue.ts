import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { Priority } from '../documents/fleet.js';
import type { RunRow } from './run-rows.js';

/** Owner of the workflows and queues among the applications that share a database of DBOS. */
export const applicationName = 'devops-orchestrator';
export const workflowName = 'fleet-run';
const prefix = 'fleet:';

/** Each fleet has a queue of its own, and with it its own number of runs at once. */
export function queueOf(fleetId: string): string {
  return `${prefix}${fleetId}`;
}

/** Enqueues runs in the transaction that marks them so: either both happen, or neither. */
export async function enqueue(client: DBOSClient, transaction: pg.PoolClient, rows: readonly RunRow[]): Promise<void> {
  for (const row of rows) {
    await client.enqueueInTransaction(
      transaction,
      {
        queueName: queueOf(row.fleet_id),
        workflowName,
        workflowID: row.workflow_id,
        appVersion: row.program_version,
        // DBOS takes the lowest number first
        priority: (Priority.maxValue ?? 0) - row.priority,
        ...(row.delay_seconds > 0 ? { delaySeconds: row.delay_seconds } : {}),
      },
      row.workflow_id,
    );
  }
}
