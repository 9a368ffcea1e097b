import { setTimeout as delay } from 'node:timers/promises';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { redactSecrets } from '@devops-orchestrator/workspace';
import pg from 'pg';

/** Runs one statement; a pool, or a client inside of a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Connections that a restart of the server takes away without taking the process along. */
export function openPool(url: string, applicationName: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: size,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** How long an operation waits for a server that is away. */
const patienceMs = 300_000;
const pauseMs = 500;

/**
 * Repeats what fails because the server is away or restarts, until it is back.
 *
 * @throws {OrchestratorError} `transient` when it is away for five minutes, or the signal is aborted
 */
export async function patiently<T>(run: () => Promise<T>, signal?: AbortSignal, patience = patienceMs): Promise<T> {
  const started = performance.now();
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (signal?.aborted === true || performance.now() - started > patience) throw databaseAway(error);
      await delay(pauseMs);
    }
  }
}

/** Classes 08 (connection) and 57P (shutdown, crash, start), too many clients, and what the network says. Source: PostgreSQL manual, appendix A. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isOutage)) return true;
  const { code } = error as { code?: unknown };
  if (
    typeof code === 'string' &&
    /^(?:08...|57P0[1235]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code)
  )
    return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
    error.message,
  );
}

export function databaseAway(cause: unknown): OrchestratorError {
  const message = cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
  return new OrchestratorError('transient', `The database of the fleet does not answer: ${redactSecrets(message)}`, {
    hint: 'Check that PostgreSQL runs and that the database URL is right, then run the same command again.',
    cause,
  });
}

/** Runs statements in one transaction; rolled back when one fails. */
export async function inTransaction<T>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await run(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    const lost = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(lost);
    throw error;
  }
}
