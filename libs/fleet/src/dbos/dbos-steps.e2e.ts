import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeStepRunner, type ScenarioOutcome, type ScenarioRun } from '@devops-orchestrator/test-kit';
import { startPostgres } from '../testing/start-postgres.js';
import { openPool } from './database.js';
import { migrate } from './migrate.js';

/** One file that node runs, beside the packages that it needs. */
function bundleProgram(): string {
  const folder = join(import.meta.dirname, '..', '..', 'out-tsc', 'programs');
  mkdirSync(folder, { recursive: true });
  const options = {
    entryPoints: [join(import.meta.dirname, '..', 'testing', 'step-engine.program.ts')],
    outfile: join(folder, 'step-engine.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@devops-orchestrator/source'],
    external: ['@dbos-inc/dbos-sdk', 'pg', 'pino', 'simple-git'],
  };
  const script = `import { buildSync } from 'esbuild'; buildSync(${JSON.stringify(options)});`;
  const words = ['--input-type=module', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`bundling the program: ${stderr}`);
  return options.outfile;
}

const environment = { ...process.env, NODE_OPTIONS: '' };

describeStepRunner('DBOS on PostgreSQL, kill -9', async () => {
  const postgres = await startPostgres({ fsync: 'off' });
  const pool = openPool(postgres.url, 'contract', 1);
  await migrate(postgres.url, pool);
  await pool.end();
  const program = bundleProgram();
  const start = (run: ScenarioRun, signal?: AbortSignal) => {
    const child = spawn(process.execPath, [program, postgres.url, JSON.stringify(run)], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    signal?.addEventListener('abort', () => child.kill('SIGTERM'));
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    return new Promise<{ died: NodeJS.Signals | null; output: string }>((settle) =>
      child.once('close', (_code, died) => settle({ died, output })),
    );
  };
  return {
    run: async (run, signal) => JSON.parse((await start(run, signal)).output) as ScenarioOutcome,
    runAndLose: async (run) => expect(await start(run)).toEqual({ died: 'SIGKILL', output: '' }),
    close: () => postgres.stop(),
  };
});
