import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import { exitStatus } from '@devops-orchestrator/contracts';
import type pg from 'pg';
import type { Outcome } from '../engine.js';
import { inTransaction, patiently } from './database.js';
import { type Claim, holdsClaim } from './ownership.js';
import { enqueue } from './queue.js';
import { insertRun, lockRepositories, promote, recordOutcome, type RunRow, runOf } from './run-rows.js';

export interface EndRunOptions {
  pool: pg.Pool;
  client: DBOSClient;
  programVersion: string;
  newRunId: () => string;
  /** Before the first attempt that starts by itself; each further one waits four times as long. */
  retryDelaySeconds: number;
}

/** Attempts at one entry that start by themselves, after failures that may pass. */
const mostAttempts = 4;
const delayFactor = 4;

/**
 * Writes down what a run came to and lets the next one in its repository begin; a failure that may pass is tried again later.
 *
 * @returns false when the run was cancelled or taken over meanwhile: then nothing is written
 */
export async function endRun(claim: Claim, outcome: Outcome, options: EndRunOptions): Promise<boolean> {
  const { row } = claim;
  const { status, exitCode } = outcome.report;
  const mayPass = status === 'failed' && exitCode === exitStatus.transient && row.attempt < mostAttempts;
  return conclude(
    claim,
    outcome,
    options,
    mayPass ? options.retryDelaySeconds * delayFactor ** (row.attempt - 1) : undefined,
  );
}

/** Ends a run that this worker cannot go on with, and starts it anew: the clone it worked in is on another machine. */
export async function startAnew(claim: Claim, outcome: Outcome, options: EndRunOptions): Promise<boolean> {
  return conclude(claim, outcome, options, 0);
}

async function conclude(
  claim: Claim,
  outcome: Outcome,
  options: EndRunOptions,
  againAfter: number | undefined,
): Promise<boolean> {
  const { row } = claim;
  return patiently(() =>
    inTransaction(options.pool, async (transaction) => {
      await lockRepositories(transaction, [row.repository_key]);
      if (!(await holdsClaim(transaction, claim))) return false;
      await recordOutcome(transaction, row.workflow_id, outcome);
      if (againAfter !== undefined) await insertNext(row, transaction, againAfter, options);
      await enqueue(options.client, transaction, await promote(transaction, [row.repository_key]));
      return true;
    }),
  );
}

async function insertNext(
  row: RunRow,
  transaction: pg.PoolClient,
  delaySeconds: number,
  options: EndRunOptions,
): Promise<void> {
  const { fleetId, entry, attempt } = runOf(row);
  await insertRun(
    transaction,
    { schemaVersion: 1, fleetId, entry, attempt: attempt + 1, runId: options.newRunId() },
    { position: row.position, delaySeconds, programVersion: options.programVersion },
  );
}
