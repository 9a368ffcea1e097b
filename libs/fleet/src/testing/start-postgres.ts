import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL of one's own, for tests and benches: on loopback, in a temporary folder, without a password. */
export interface TestPostgres {
  readonly url: string;
  /** SIGKILL: the server dies as in a crash. */
  kill(): Promise<void>;
  /** Starts it again, with the data that it had. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Makes a database cluster and starts its server, as a user that is not root.
 *
 * @param settings of `postgresql.conf`, for example `{ max_connections: '50' }`
 * @throws {Error} when the machine has no PostgreSQL (Debian: `apt-get install postgresql`), or it does not start
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const programs = findPrograms();
  const user = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'fleet-postgres-'));
  chmodSync(folder, 0o700);
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = join(folder, 'data');
  const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
  const initialize = ['--pgdata', data, '--username=fleet', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initialize, { ...user, cwd: folder, env: environment, stdio: 'pipe' });
  const port = await freePort();
  const url = `postgresql://fleet@127.0.0.1:${port}/postgres`;
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals) => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    server.kill(signal);
    await gone;
  };
  const onExit = () => server?.kill('SIGKILL');
  process.on('exit', onExit);
  const start = async () => {
    // after a crash, the children of the old server hold its memory for a moment
    for (let attempt = 1; ; attempt += 1) {
      server = spawn(join(programs, 'postgres'), ['-D', data, ...options], {
        ...user,
        cwd: folder,
        env: environment,
        stdio: 'ignore',
      });
      if (await answers(url, server)) return;
      if (attempt === 20) throw new Error('PostgreSQL does not start');
      await delay(200);
    }
  };
  await start();
  return {
    url,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGINT');
      process.off('exit', onExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findPrograms(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  const found = folders.find((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))));
  if (found === undefined)
    throw new Error('Expected PostgreSQL (initdb, postgres); found none. Debian: apt-get install postgresql');
  return found;
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('Expected a user postgres or nobody to run PostgreSQL as; found none.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Expected a port on loopback.');
  return address.port;
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  for (let look = 0; look < 150; look += 1) {
    if (server.exitCode !== null || server.signalCode !== null) return false;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      await delay(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  server.kill('SIGKILL');
  return false;
}
