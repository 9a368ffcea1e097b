import { createHash } from 'node:crypto';
import type { RunReport } from '@devops-orchestrator/contracts';
import { redactSecrets } from '@devops-orchestrator/workspace';
import { FleetEntry, type FleetRun } from '../documents/fleet.js';
import type { RepositoryResult } from '../documents/summary.js';
import type { Outcome } from '../engine.js';
import { redactDocument } from '../results/redact-document.js';
import { repositoryKey } from '../fleet-list/read-fleet.js';
import type { Queryable } from './database.js';
import { schema } from './migrate.js';

/** A row of `fleet_runs`, as far as the program reads it. */
export interface RunRow {
  workflow_id: string;
  fleet_id: string;
  position: number;
  id: string;
  attempt: number;
  run_id: string;
  repository: string;
  repository_key: string;
  entry: unknown;
  priority: number;
  state: RepositoryResult['state'];
  delay_seconds: number;
  program_version: string;
  executions: number;
  worker: string | null;
  place: string | null;
  step: string | null;
  steps_done: number;
  feature: string | null;
  branch: string | null;
  bundle: string | null;
  commits: RepositoryResult['commits'];
  exit_code: number | null;
  reason: string | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface NewRow {
  position: number;
  delaySeconds?: number;
  programVersion: string;
}

/** The same start gives the same id, so that nothing is started twice. */
export function workflowIdOf({ fleetId, entry, attempt }: Omit<FleetRun, 'runId' | 'schemaVersion'>): string {
  const digest = createHash('sha256')
    .update(`${entry.request}\n${entry.feature ?? ''}`)
    .digest('hex')
    .slice(0, 12);
  return `${fleetId}/${entry.id}/${digest}/${attempt}`;
}

/** @returns false when it is there already. */
export async function insertRun(
  client: Queryable,
  run: FleetRun,
  { position, delaySeconds = 0, programVersion }: NewRow,
): Promise<boolean> {
  const { entry } = run;
  const key = repositoryKey(entry.location);
  const { rowCount } = await client.query(
    `INSERT INTO ${schema}.fleet_runs
       (workflow_id, fleet_id, position, id, attempt, run_id, repository, repository_key, entry, priority, state, delay_seconds, program_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12) ON CONFLICT DO NOTHING`,
    [
      workflowIdOf(run),
      run.fleetId,
      position,
      entry.id,
      run.attempt,
      run.runId,
      redactSecrets(key),
      key,
      JSON.stringify(entry),
      entry.priority,
      delaySeconds,
      programVersion,
    ],
  );
  return rowCount === 1;
}

/** No other session changes which run of these repositories is the open one, until the transaction ends. */
export async function lockRepositories(client: Queryable, keys: readonly string[]): Promise<void> {
  await client.query(
    'SELECT pg_advisory_xact_lock(hashtextextended(key, 1)) FROM (SELECT DISTINCT key FROM unnest($1::text[]) AS key ORDER BY key) AS ordered',
    [keys],
  );
}

/** Of each repository without an open run, the next that waits becomes `queued`. */
export async function promote(client: Queryable, keys: readonly string[]): Promise<RunRow[]> {
  const { rows } = await client.query<RunRow>(
    `WITH next AS (
       SELECT DISTINCT ON (repository_key) workflow_id FROM ${schema}.fleet_runs AS waiting
       WHERE repository_key = ANY($1) AND state = 'waiting' AND NOT EXISTS (
         SELECT 1 FROM ${schema}.fleet_runs AS open
         WHERE open.repository_key = waiting.repository_key AND open.state IN ('queued', 'running'))
       ORDER BY repository_key, priority DESC, created_at, position)
     UPDATE ${schema}.fleet_runs AS run SET state = 'queued', updated_at = now()
     FROM next WHERE run.workflow_id = next.workflow_id RETURNING run.*`,
    [keys],
  );
  return rows;
}

/** The newest attempt at each entry, in the order of the list. */
export async function newestRuns(client: Queryable, fleetId: string): Promise<RunRow[]> {
  const { rows } = await client.query<RunRow>(
    `SELECT DISTINCT ON (position) * FROM ${schema}.fleet_runs WHERE fleet_id = $1 ORDER BY position, attempt DESC`,
    [fleetId],
  );
  return rows;
}

export async function recordOutcome(
  client: Queryable,
  workflowId: string,
  { report, branch, bundle }: Outcome,
): Promise<void> {
  await client.query(
    `UPDATE ${schema}.fleet_runs SET state = $2, exit_code = $3, reason = $4, feature = $5, branch = $6, bundle = $7,
       commits = $8, report = $9, step = NULL, ended_at = now(), updated_at = now() WHERE workflow_id = $1`,
    [
      workflowId,
      report.status,
      report.exitCode,
      report.failure === undefined ? null : redactSecrets(report.failure.message),
      report.plan?.feature ?? null,
      branch ?? null,
      bundle ?? null,
      JSON.stringify(redactDocument(report.commits)),
      storable(report),
    ],
  );
}

/** PostgreSQL's JSON cannot hold the character NUL. */
function storable(report: RunReport): string {
  return JSON.stringify(redactDocument(report)).replaceAll('\\u0000', '');
}

export function runOf(row: RunRow): FleetRun {
  return {
    schemaVersion: 1,
    fleetId: row.fleet_id,
    attempt: row.attempt,
    runId: row.run_id,
    entry: FleetEntry.parse(row.entry),
  };
}

export function resultOf(row: RunRow): RepositoryResult {
  const entry = FleetEntry.parse(row.entry);
  return {
    id: row.id,
    repository: row.repository,
    request: entry.request,
    state: row.state,
    attempt: row.attempt,
    runId: row.run_id,
    stepsDone: row.steps_done,
    commits: row.commits,
    ...(row.step === null ? {} : { step: row.step }),
    ...(row.feature === null ? {} : { feature: row.feature }),
    ...(row.branch === null ? {} : { branch: row.branch }),
    ...(row.bundle === null ? {} : { bundle: row.bundle }),
    ...(row.exit_code === null ? {} : { exitCode: row.exit_code }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    ...(row.worker === null ? {} : { worker: row.worker }),
  };
}
