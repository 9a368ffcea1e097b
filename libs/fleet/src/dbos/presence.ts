import { setTimeout as delay } from 'node:timers/promises';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import pg from 'pg';

/** First half of the advisory lock that a living worker holds. */
const lockClass = 0x0d0f5;
const reconnectMs = 1000;

/** A worker's sign of life: a session with a lock on its name, which ends with the process or its connection. */
export class Presence {
  readonly #url: string;
  readonly #worker: string;
  #session: pg.Client | undefined;
  #closed = false;

  private constructor(url: string, worker: string) {
    this.#url = url;
    this.#worker = worker;
  }

  /**
   * Shows that a worker of this name is alive; comes back by itself after a restart of the server.
   *
   * @throws {OrchestratorError} `usage` when another process has the name: two of one name would share their runs
   */
  static async show(url: string, worker: string): Promise<Presence> {
    const presence = new Presence(url, worker);
    if (!(await presence.#appear())) {
      throw new OrchestratorError('usage', `Expected a worker name that nobody has; ${worker} is alive already.`, {
        hint: 'Give each worker its own --name.',
      });
    }
    return presence;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#session?.end().catch(() => undefined);
  }

  /** One session. @returns false when somebody else has the name. */
  async #appear(): Promise<boolean> {
    const session = new pg.Client({
      connectionString: this.#url,
      application_name: `devops-orchestrator worker ${this.#worker}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    session.on('error', () => undefined);
    try {
      await session.connect();
      const text = 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held';
      const { rows } = await session.query<{ held: boolean }>(text, [lockClass, this.#worker]);
      if (rows[0]?.held !== true) throw new NameTakenError();
    } catch (error) {
      await session.end().catch(() => undefined);
      if (error instanceof NameTakenError) return false;
      throw error;
    }
    this.#session = session;
    session.once('end', () => void this.#reappear());
    return true;
  }

  async #reappear(): Promise<void> {
    while (!this.#closed) {
      await delay(reconnectMs, undefined, { ref: false });
      if (this.#closed || (await this.#appear().catch(() => false))) return;
    }
  }
}

class NameTakenError extends Error {}

/** SQL that is true for the name of a living worker. */
export function isPresent(name: string): string {
  return `EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = ${lockClass}
    AND objid::bigint = (hashtext(${name})::bigint & 4294967295) AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}
