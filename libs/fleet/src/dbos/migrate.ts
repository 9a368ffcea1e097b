import { DBOS } from '@dbos-inc/dbos-sdk';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type pg from 'pg';
import { inTransaction } from './database.js';

/** Schema with the results of all fleets; DBOS keeps its own beside it. */
export const schema = 'devops_orchestrator';

/** Each is applied once, in order; never changed after a release. */
const migrations: readonly string[] = [
  `
  CREATE TABLE ${schema}.fleets (
    fleet_id text PRIMARY KEY,
    concurrency integer NOT NULL,
    program_version text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- while it has a queue that workers look at
    queue_since timestamptz
  );
  CREATE TABLE ${schema}.fleet_runs (
    workflow_id text PRIMARY KEY,
    fleet_id text NOT NULL REFERENCES ${schema}.fleets,
    position integer NOT NULL,
    id text NOT NULL,
    attempt integer NOT NULL,
    run_id text NOT NULL UNIQUE,
    repository text NOT NULL,
    repository_key text NOT NULL,
    entry jsonb NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    delay_seconds double precision NOT NULL DEFAULT 0,
    program_version text NOT NULL,
    executions integer NOT NULL DEFAULT 0,
    worker text,
    place text,
    step text,
    steps_done integer NOT NULL DEFAULT 0,
    feature text,
    branch text,
    bundle text,
    commits jsonb NOT NULL DEFAULT '[]',
    exit_code integer,
    reason text,
    report jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (fleet_id, position, attempt)
  );
  -- what keeps two runs out of one repository, whatever the workers do
  CREATE UNIQUE INDEX fleet_runs_one_per_repository ON ${schema}.fleet_runs (repository_key)
    WHERE state IN ('queued', 'running');
  CREATE INDEX fleet_runs_waiting ON ${schema}.fleet_runs (repository_key) WHERE state = 'waiting';
  `,
];

const lockKey = 'devops-orchestrator migrations';

/**
 * Brings the database to this version's schema; does nothing when it is there.
 *
 * @throws {OrchestratorError} `configuration` when a newer version has changed it
 */
export async function migrate(url: string, pool: pg.Pool): Promise<void> {
  await quietly(() => DBOS.migrate(url));
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockKey]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (number integer PRIMARY KEY)`);
    const { rows } = await client.query<{ number: number }>(
      `SELECT coalesce(max(number), 0) AS number FROM ${schema}.migrations`,
    );
    const applied = rows[0]?.number ?? 0;
    if (applied > migrations.length) throw tooNew(applied);
    for (const [index, statements] of migrations.entries()) {
      if (index < applied) continue;
      await client.query(statements);
      await client.query(`INSERT INTO ${schema}.migrations VALUES ($1)`, [index + 1]);
    }
  });
}

/** `DBOS.migrate` tells its progress on standard output, which belongs to the command's own answer. */
async function quietly(run: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await run();
  } finally {
    console.log = log;
  }
}

function tooNew(found: number): OrchestratorError {
  return new OrchestratorError(
    'configuration',
    `Expected the fleet's schema at number ${migrations.length} or below, found ${found}.`,
    { hint: 'A newer version of devops-orchestrator has used this database: update this one.' },
  );
}
