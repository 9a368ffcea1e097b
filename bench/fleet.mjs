// node bench/fleet.mjs [--repositories=10,100,1000] [--concurrency=2] [--workers=2] [--engines=pool,dbos]
// Throughput of a fleet as a ratio to the bare pipeline in one process, cost per added repository, memory per worker,
// queries per run. Repositories are small and generated; checks are static.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build, root } from '../setup/prepare.mjs';

build();
const lib = (name, file = 'index.js') => import(join(root, 'libs', name, 'dist', file));
const { orchestrate } = await lib('core-orchestrator');
const { newRunId } = await lib('durable-runs');
const { openCommands, openGit, openWorkspace, systemClock } = await lib('workspace');
const { openLocalEngine, readFleet, repositoryExecutor } = await lib('fleet');
const { openDbosEngine } = await lib('fleet', 'dbos.js');
const { startPostgres } = await lib('fleet', 'testing/start-postgres.js');
const { generateRepository } = await lib('fleet', 'testing/generated-repository.js');
const pg = (await import('pg')).default;

const options = Object.fromEntries(process.argv.slice(2).map((word) => word.replace(/^--/, '').split('=')));
const sizes = (options.repositories ?? '10,100').split(',').map(Number);
const concurrency = Number(options.concurrency ?? 2);
const workerCount = Number(options.workers ?? 2);
const engines = (options.engines ?? 'pool,dbos').split(',');
const request = 'Dockerize this API';
const folder = mkdtempSync(join(tmpdir(), 'bench-fleet-'));
const results = [];
const bareSize = 10;
let bareRuns = 0;

try {
  for (const size of sizes) {
    for (const engine of engines) {
      // right before and right after: a busy machine slows both
      const before = await measureBare(bareSize);
      const measured = await (engine === 'pool' ? measurePool(size) : measureDbos(size));
      const bare = (before + (await measureBare(bareSize))) / 2;
      results.push(row(engine, size, measured, bare));
      console.log(JSON.stringify(results.at(-1)));
    }
  }
  console.table(results);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function row(engine, size, { seconds, megabytes, queries }, bare) {
  const each = (seconds * 1000) / size;
  return {
    engine,
    repositories: size,
    'bare ms each': Math.round(bare),
    seconds: Number(seconds.toFixed(1)),
    'ms each': Math.round(each),
    'throughput : bare': Number((bare / each).toFixed(2)),
    'MB per process': megabytes,
    ...(queries === undefined ? {} : { 'transactions per run': Math.round(queries) }),
  };
}

function generate(name, size) {
  return Array.from({ length: size }, (_, index) => generateRepository(join(folder, name, String(index))));
}

async function measureBare(size) {
  bareRuns += 1;
  const repositories = generate(`bare-${bareRuns}`, size);
  const started = performance.now();
  for (const path of repositories) {
    const runId = newRunId();
    const signal = new AbortController().signal;
    const report = await orchestrate(
      { schemaVersion: 1, request, repositoryName: 'shop', engine: 'builtin', verify: 'static', commit: true },
      {
        ...{ runId, signal, emit: () => undefined, clock: systemClock },
        ...{ workspace: openWorkspace(path), git: openGit(path), commands: openCommands(path) },
        step: (definition, key, input) => definition.run(input, { key, runId, attempt: 1, signal }),
      },
    );
    if (report.status !== 'done')
      throw new Error(`The bare pipeline ended as ${report.status}: ${report.failure?.message}`);
  }
  return (performance.now() - started) / size;
}

async function fleetOf(name, size) {
  return readFleet({ sources: generate(name, size), folder, fleetId: name, defaults: { request, verify: 'static' } });
}

async function measurePool(size) {
  const fleet = await fleetOf(`pool-${size}`, size);
  const executor = repositoryExecutor({
    workFolder: join(folder, 'work'),
    programVersion: '0.1.0',
    stateFolder: () => join(folder, 'state'),
  });
  const engine = openLocalEngine({ folder: join(folder, 'fleets'), executor, newRunId: () => newRunId() });
  const started = performance.now();
  await engine.submit(fleet, { concurrency });
  const { counts } = await engine.wait(fleet.fleetId, { signal: new AbortController().signal, tell: () => undefined });
  const seconds = (performance.now() - started) / 1000;
  if (counts.done !== size) throw new Error(`Of ${size} runs, ${counts.done} are done.`);
  return { seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) };
}

async function measureDbos(size) {
  const postgres = await startPostgres();
  const workers = [];
  try {
    const engine = await openDbosEngine({
      databaseUrl: postgres.url,
      programVersion: '0.1.0',
      newRunId: () => newRunId(),
    });
    const fleet = await fleetOf(`dbos-${size}`, size);
    for (let index = 0; index < workerCount; index += 1)
      workers.push(await startWorker(`bench-${index}`, postgres.url));
    const before = await transactionsOf(postgres.url);
    const started = performance.now();
    await engine.submit(fleet, { concurrency });
    const { counts } = await engine.wait(fleet.fleetId, {
      signal: new AbortController().signal,
      tell: () => undefined,
    });
    const seconds = (performance.now() - started) / 1000;
    if (counts.done !== size) throw new Error(`Of ${size} runs, ${counts.done} are done.`);
    const megabytes = Math.max(...workers.map(({ pid }) => peakMegabytes(pid)));
    await delay(1500);
    const queries = ((await transactionsOf(postgres.url)) - before) / size;
    await engine.close();
    return { seconds, megabytes, queries };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await delay(200);
    await postgres.stop();
  }
}

async function startWorker(name, url) {
  const words = ['fleet', 'worker', '--name', name, '--work-folder', join(folder, 'work')];
  const worker = spawn(process.execPath, [join(root, 'apps', 'cli', 'dist', 'main.js'), ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEVOPS_ORCHESTRATOR_DATABASE_URL: url, XDG_STATE_HOME: join(folder, 'state') },
  });
  await new Promise((resolve, reject) => {
    worker.stderr.on('data', (chunk) => String(chunk).includes('worker is ready') && resolve());
    worker.once('exit', () => reject(new Error('The worker did not start.')));
  });
  return worker;
}

async function transactionsOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    'SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  await client.end();
  return Number(rows[0].count);
}

function peakMegabytes(pid) {
  if (!readdirSync('/proc').includes(String(pid))) throw new Error('A worker has died.');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}
