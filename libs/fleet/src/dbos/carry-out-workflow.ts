import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { FleetRun } from '../documents/fleet.js';
import type { Outcome } from '../engine.js';
import { failedReport } from '../results/failed-report.js';
import { patiently } from './database.js';
import { DbosSteps } from './dbos-steps.js';
import { endRun, type EndRunOptions, startAnew } from './end-run.js';
import { mostExecutions, Quarantine, suspectFrom } from '../quarantine.js';
import { assertOwner, claim, type Claim, executionsOf, isCancelled } from './ownership.js';
import { runOf } from './run-rows.js';
import type { WorkerOptions } from './worker.js';

export interface CarryOutOptions extends Pick<WorkerOptions, 'name' | 'place' | 'log' | 'executor'>, EndRunOptions {
  /** Aborted when the process is to end. */
  stopping: AbortSignal;
}

/** One per process, as DBOS is. */
const quarantine = new Quarantine();

/** The body of the workflow: what DBOS calls for each run, and calls again for a run whose worker died. */
export async function carryOutWorkflow(workflowId: string, options: CarryOutOptions): Promise<string> {
  const { name, place, pool, stopping } = options;
  // counted when it begins: a run that waits has not taken its worker down
  const leave = await quarantine.enter(
    (await patiently(() => executionsOf(pool, workflowId), stopping)) >= suspectFrom,
  );
  try {
    const held = await patiently(() => claim(pool, { workflowId, worker: name, place }), stopping);
    return held === undefined ? 'gone' : await carryOutClaimed(held, options);
  } finally {
    leave();
  }
}

async function carryOutClaimed(held: Claim, options: CarryOutOptions): Promise<string> {
  const { log } = options;
  const run = runOf(held.row);
  const facts = {
    fleetId: run.fleetId,
    repository: run.entry.id,
    runId: run.runId,
    attempt: run.attempt,
    execution: held.row.executions,
  };
  log.info(facts, 'run begins');
  const outcome = await carryOut(run, held, options);
  if (outcome === 'elsewhere') {
    await startAnew(held, { report: failedReport(run, workLost()) }, options);
    log.warn(facts, 'its clone is with another worker: starts anew');
    return outcome;
  }
  const written = await endRun(held, outcome, options);
  const { status, exitCode } = outcome.report;
  log.info({ ...facts, status: written ? status : 'gone', exitCode }, 'run has ended');
  return status;
}

async function carryOut(run: FleetRun, held: Claim, options: CarryOutOptions): Promise<Outcome | 'elsewhere'> {
  const { row } = held;
  if (row.executions > mostExecutions) return { report: failedReport(run, killsWorkers(row.executions - 1)) };
  if (row.place !== options.place && run.entry.location.kind === 'url') return 'elsewhere';
  const steps = new DbosSteps({
    runId: run.runId,
    execution: row.executions,
    signal: options.stopping,
    assertOwner: (key, stepsDone) => assertOwner(options.pool, held, key, stepsDone),
  });
  try {
    const outcome = await options.executor.run(run, { execution: row.executions, signal: options.stopping, steps });
    if (steps.interruption === undefined) return outcome;
  } catch (error) {
    if (steps.interruption === undefined) return { report: failedReport(run, error) };
  }
  // a run that was taken over is the other worker's
  if (await isCancelled(options.pool, held)) await options.executor.discard(run, steps.recorded);
  throw steps.interruption;
}

function workLost(): OrchestratorError {
  return new OrchestratorError('transient', 'The worker that had the clone is gone.', {
    hint: 'The run starts anew on another worker.',
  });
}

function killsWorkers(times: number): OrchestratorError {
  return new OrchestratorError('task-failed', `The worker died ${times} times while it carried out this run.`, {
    hint: 'Look at the memory of the workers and at the checks of this repository, then `devops-orchestrator fleet retry`.',
  });
}
