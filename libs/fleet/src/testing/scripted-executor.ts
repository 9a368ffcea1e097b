import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  OrchestratorError,
  type RunReport,
  type StepDefinition,
  type StepRunner,
} from '@devops-orchestrator/contracts';
import { openRunStore } from '@devops-orchestrator/durable-runs';
import type { FleetRun } from '../documents/fleet.js';
import type { Execution, Outcome, RunExecutor } from '../engine.js';
import { withProgress } from '../observability/with-progress.js';
import { failedReport } from '../results/failed-report.js';

/** What a request says that the scripted run does: `steps=8 delay=50 fail=3`. */
interface Script {
  steps: number;
  /** Milliseconds per step. */
  delay: number;
  /** Step that fails for good. */
  fail: number;
  /** Attempts whose first step fails for now. */
  transient: number;
  /** Step that takes its process down, as a check that eats all memory would. */
  kill: number;
}

/**
 * A pipeline of steps with an effect each, without git: a line per effect in `effects/<repository>`, found again by
 * `reconcile`; a line at the begin and the end of each run in `log`.
 */
export function scriptedExecutor(folder: string, programVersion: string): RunExecutor {
  mkdirSync(join(folder, 'effects'), { recursive: true });
  const log = (line: string) => appendFileSync(join(folder, 'log'), `${line}\n`);
  return {
    async run(run, execution) {
      log(`begin ${run.entry.id} ${Date.now()}`);
      try {
        return execution.steps === undefined
          ? await withJournal(run, execution, folder, programVersion)
          : { report: await carryOut(run, execution.steps, execution.signal, folder) };
      } finally {
        log(`end ${run.entry.id} ${Date.now()}`);
      }
    },
    async discard(run) {
      log(`discard ${run.entry.id} ${Date.now()}`);
    },
  };
}

async function withJournal(
  run: FleetRun,
  { signal, progress }: Execution,
  folder: string,
  programVersion: string,
): Promise<Outcome> {
  const store = openRunStore(join(folder, 'runs', run.entry.id), { programVersion });
  const lock = await store.lock(run.runId);
  try {
    const isThere = (await store.list()).some(({ runId }) => runId === run.runId);
    const { entry, runId } = run;
    const request = {
      schemaVersion: 1 as const,
      request: entry.request,
      repositoryName: entry.id,
      engine: entry.engine,
      verify: entry.verify,
      commit: true,
    };
    const journal = isThere
      ? await store.open(runId)
      : await store.create({
          schemaVersion: 1,
          runId,
          programVersion,
          startedAt: new Date().toISOString(),
          root: folder,
          request,
          scope: 'all',
        });
    if (journal.end !== undefined) await journal.reopen();
    const report = await carryOut(run, withProgress(journal.steps(signal), progress), signal, folder);
    await journal.finish({ status: report.status, exitCode: report.exitCode, endedAt: new Date().toISOString() });
    await journal.close();
    return { report };
  } finally {
    await lock.release();
  }
}

async function carryOut(run: FleetRun, steps: StepRunner, signal: AbortSignal, folder: string): Promise<RunReport> {
  const script = parseScript(run.entry.request);
  const commits: RunReport['commits'] = [];
  try {
    for (let number = 1; number <= script.steps; number += 1) {
      const effect = await steps.step(effectStep(run, script, folder), `effect/${number}`, { number });
      commits.push({ sha: effect, message: `effect ${number}` });
    }
  } catch (error) {
    if (signal.aborted) return { ...failedReport(run, error), status: 'interrupted', exitCode: 130 };
    return failedReport(run, error);
  }
  const { failure: _failure, ...report } = failedReport(run, undefined);
  return { ...report, status: 'done', exitCode: 0, commits };
}

function effectStep(run: FleetRun, script: Script, folder: string): StepDefinition<{ number: number }, string> {
  const file = join(folder, 'effects', run.entry.id);
  return {
    name: 'effect',
    reconcile: async (_input, { runId, key }) => {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      return lines.includes(`${runId} ${key}`) ? `${runId} ${key}` : undefined;
    },
    run: async ({ number }, { runId, key, signal }) => {
      await delay(script.delay / 2, undefined, { signal });
      if (number === script.fail)
        throw new OrchestratorError('task-failed', 'The script says that this step fails.', { hint: 'None.' });
      if (number === 1 && run.attempt <= script.transient)
        throw new OrchestratorError('transient', 'The script says: not now.', { hint: 'Later.' });
      if (number === script.kill) process.kill(process.pid, 'SIGKILL');
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${runId} ${key}\n`);
      await delay(script.delay / 2, undefined, { signal });
      return `${runId} ${key}`;
    },
  };
}

function parseScript(request: string): Script {
  const words = Object.fromEntries(request.split(' ').map((word) => word.split('=') as [string, string]));
  const number = (name: string, otherwise: number) => Number(words[name] ?? otherwise);
  return {
    steps: number('steps', 4),
    delay: number('delay', 20),
    fail: number('fail', 0),
    transient: number('transient', 0),
    kill: number('kill', 0),
  };
}
