import { OrchestratorError } from '@devops-orchestrator/contracts';
import pg from 'pg';

/** First half of the advisory lock that a living worker holds. */
const lockClass = 0x0d0f5;
const reconnectMs = 1000;

/** A worker's sign of life: a session with a lock on its name, which ends with the process or its connection. */
export interface Presence {
  close(): Promise<void>;
}

/**
 * Shows that a worker of this name is alive; comes back by itself after a restart of the server.
 *
 * @throws {OrchestratorError} `usage` when another process has the name: two of one name would share their runs
 */
export async function showPresence(url: string, worker: string): Promise<Presence> {
  let closed = false;
  let client: pg.Client | undefined;
  const connect = async () => {
    const session = new pg.Client({
      connectionString: url,
      application_name: `devops-orchestrator worker ${worker}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    session.on('error', () => undefined);
    session.on('end', () => void (closed ? undefined : reconnect()));
    await session.connect();
    const { rows } = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS held', [
      lockClass,
      worker,
    ]);
    client = session;
    return rows[0]?.held === true;
  };
  const reconnect = async () => {
    while (!closed) {
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
      try {
        if (await connect()) return;
        await client?.end();
      } catch {
        // the server is still away
      }
    }
  };
  if (!(await connect())) {
    closed = true;
    await client?.end();
    throw new OrchestratorError('usage', `Expected a worker name that nobody has; ${worker} is alive already.`, {
      hint: 'Give each worker its own --name.',
    });
  }
  return {
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}

/** SQL that is true for the name of a living worker. */
export function isPresent(name: string): string {
  return `EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = ${lockClass}
    AND objid::bigint = (hashtext(${name})::bigint & 4294967295) AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}
