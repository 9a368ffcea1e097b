import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, copyExample, git } from '../support.js';

const driver = join(checkout, 'e2e', 'crash', 'crash-driver.mjs');
/** `CRASH=all` kills at every step and 200 times at random; CI takes a slice of both. */
const everything = process.env['CRASH'] === 'all';
const examples = everything ? ['go-api', 'static-site', 'vite-spa'] : ['static-site'];
const randomKills = everything ? 200 : 8;

interface Driven {
  signal: NodeJS.Signals | null;
  steps: number;
  report: { status: string };
}

function drive(...args: readonly string[]): Driven {
  const outcome = spawnSync(process.execPath, [driver, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (outcome.signal !== null) return { signal: outcome.signal, steps: 0, report: { status: 'killed' } };
  if (outcome.status !== 0) throw new Error(outcome.stderr);
  return { signal: null, ...(JSON.parse(outcome.stdout) as Omit<Driven, 'signal'>) };
}

/** All that must not depend on whether and where a run was killed. */
function resultOf(repository: string) {
  const commits = git(
    repository,
    'log',
    '--reverse',
    '--format=%s|%(trailers:key=Orchestrator-Step,valueonly,separator=)',
  );
  return {
    tree: git(repository, 'rev-parse', 'HEAD^{tree}'),
    commits: commits.trim().split('\n'),
    status: git(repository, 'status', '--porcelain'),
    temporary: leftovers(repository),
  };
}

/** Files of ours that no user should find: temporary files, a lock, a lock of the index. */
function leftovers(repository: string): readonly string[] {
  const state = join(repository, '.git', 'devops-orchestrator');
  return [
    ...readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tmp$/.test(path)),
    ...readdirSync(state).filter((name) => name !== 'runs'),
    ...readdirSync(join(repository, '.git')).filter((name) => name.endsWith('.lock')),
  ];
}

function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/environ`, 'latin1').includes(mark);
    } catch {
      return false;
    }
  });
}

function expectSound(repository: string, expected: ReturnType<typeof resultOf>): void {
  expect(resultOf(repository)).toEqual(expected);
  expect(spawnSync('git', ['-C', repository, 'fsck', '--strict', '--no-dangling'], { encoding: 'utf8' })).toMatchObject(
    {
      status: 0,
    },
  );
}

describe.each(examples)('kill -9 during a run over examples/%s', (name) => {
  const whole = copyExample(name);
  const uninterrupted = drive('run', whole.repository, whole.request);
  const expected = resultOf(whole.repository);

  it('has a run to compare with', () => {
    expect(uninterrupted.report.status).toBe('done');
    expect(uninterrupted.steps).toBeGreaterThan(10);
    expect(expected.status).toBe('');
    expect(expected.temporary).toEqual([]);
  });

  it(`resumes at each step: no step lost, no effect twice`, () => {
    const stride = everything ? 1 : 6;
    for (let step = 1; step <= uninterrupted.steps; step += stride) {
      for (const when of ['before', 'after']) {
        const { repository, request } = copyExample(name);
        expect(drive('run', repository, request, when, String(step)).signal).toBe('SIGKILL');
        expect(drive('resume', repository, request).report.status).toBe('done');
        expectSound(repository, expected);
      }
    }
  });

  it('resumes after a kill at any moment', async () => {
    const lasts = timeOf(() => {
      const { repository, request } = copyExample(name);
      drive('run', repository, request);
    });
    for (let round = 0; round < randomKills / examples.length; round += 1) {
      const { repository, request } = copyExample(name);
      const runId = await killedAfter(Math.random() * lasts, repository, request);
      const report = runId === undefined ? drive('run', repository, request) : drive('resume', repository, request);
      expect(report.report.status).toBe('done');
      expectSound(repository, expected);
      if (runId !== undefined) expect(processesWith(`DEVOPS_ORCHESTRATOR_RUN=${runId}`)).toEqual([]);
    }
  });
});

function timeOf(action: () => void): number {
  const started = performance.now();
  action();
  return performance.now() - started;
}

/** Starts a run, kills its process after a while. @returns the id of a run that can go on; undefined: none had begun, or it was done. */
async function killedAfter(milliseconds: number, repository: string, request: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [driver, 'run', repository, request], { stdio: 'ignore' });
  const ended = new Promise((settle) => child.once('exit', settle));
  setTimeout(() => child.kill('SIGKILL'), milliseconds).unref();
  await ended;
  const folder = join(repository, '.git', 'devops-orchestrator', 'runs');
  const [runId] = spawnSync('ls', [folder], { encoding: 'utf8' }).stdout.split('\n');
  if (runId === undefined || runId === '') return undefined;
  const journal = readFileSync(join(folder, runId, 'journal.jsonl'), 'utf8');
  return journal === '' || journal.includes('"type":"end"') ? undefined : runId;
}
