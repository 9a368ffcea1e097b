import { setTimeout as delay } from 'node:timers/promises';
import { exitStatus, OrchestratorError } from '@devops-orchestrator/contracts';
import type { RepositoryResult } from '../documents/summary.js';
import type { Outcome, WaitOptions } from '../engine.js';
import { repositoryKey } from '../fleet-list/read-fleet.js';
import { failedReport } from '../results/failed-report.js';
import { redactDocument } from '../results/redact-document.js';
import type { FleetFolder, StoredRun } from './fleet-folder.js';
import { mostExecutions, Quarantine, suspectFrom } from '../quarantine.js';
import type { LocalEngineOptions } from './local-engine.js';
import { queuedRun } from './queued-run.js';

type PoolOptions = LocalEngineOptions & WaitOptions;

/** Attempts at one entry that start by themselves, after failures that may pass. */
const mostAttempts = 4;
const delayFactor = 4;
/** Between two looks for requests to cancel. */
const pauseMs = 250;
/** Carries out what a fleet's folder holds: highest priority first, so many at once, one per repository. */
export class Pool {
  readonly #folder: FleetFolder;
  readonly #options: PoolOptions;
  readonly #runs: Map<string, StoredRun>;
  readonly #active = new Map<string, { abort: AbortController; ended: Promise<void>; key: string }>();
  readonly #cancelled = new Set<string>();
  readonly #quarantine = new Quarantine();

  constructor(folder: FleetFolder, options: PoolOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#runs = new Map(folder.runs().map((stored) => [stored.run.entry.id, stored]));
  }

  /** Resolves when everything has ended, or the signal is aborted and what was under way has stopped. */
  async run(): Promise<void> {
    const { signal, tell } = this.#options;
    const concurrency = this.#folder.concurrency();
    const stopAll = () => this.#active.forEach(({ abort }) => abort.abort(signal.reason));
    signal.addEventListener('abort', stopAll);
    for (const { result } of this.#runs.values()) tell(result);
    while (!signal.aborted) {
      await this.cancelAsked();
      for (const stored of this.#startable().slice(0, concurrency - this.#active.size)) this.#start(stored);
      if (this.#active.size === 0 && !this.#hasOpen()) break;
      await Promise.race([delay(pauseMs), ...[...this.#active.values()].map(({ ended }) => ended)]);
    }
    await Promise.all([...this.#active.values()].map(({ ended }) => ended));
    signal.removeEventListener('abort', stopAll);
  }

  /** Stops what somebody has asked to stop. */
  async cancelAsked(): Promise<void> {
    for (const id of this.#folder.takeCancelled()) {
      const active = this.#active.get(id);
      const stored = this.#runs.get(id);
      if (active !== undefined) {
        this.#cancelled.add(id);
        active.abort.abort('cancelled');
      } else if (stored !== undefined && isOpen(stored)) {
        await this.#discard(stored);
        this.#save(stored, cancelledFields);
      }
    }
  }

  #hasOpen(): boolean {
    return [...this.#runs.values()].some(isOpen);
  }

  #startable(): StoredRun[] {
    const busy = new Set([...this.#active.values()].map(({ key }) => key));
    const ready = [...this.#runs.values()].filter(
      (stored) => isOpen(stored) && isDue(stored) && !this.#active.has(stored.run.entry.id),
    );
    ready.sort((a, b) => b.run.entry.priority - a.run.entry.priority || a.position - b.position);
    return ready.filter((stored) => {
      const key = repositoryKey(stored.run.entry.location);
      if (busy.has(key)) return false;
      busy.add(key);
      return true;
    });
  }

  #start(stored: StoredRun): void {
    const abort = new AbortController();
    const { id } = stored.run.entry;
    const ended = this.#alone(stored, abort.signal).finally(() => this.#active.delete(id));
    this.#active.set(id, { abort, ended, key: repositoryKey(stored.run.entry.location) });
  }

  async #alone(stored: StoredRun, signal: AbortSignal): Promise<void> {
    const leave = await this.#quarantine.enter(stored.executions >= suspectFrom);
    try {
      // one that was stopped while it waited is as it was
      if (!signal.aborted || this.#cancelled.has(stored.run.entry.id)) await this.#carryOut(stored, signal);
    } finally {
      leave();
    }
  }

  async #carryOut(before: StoredRun, signal: AbortSignal): Promise<void> {
    const { executor } = this.#options;
    const { run } = before;
    const execution = before.executions + 1;
    const stored = { ...before, executions: execution };
    const startedAt = before.result.startedAt ?? new Date().toISOString();
    this.#save(stored, { state: 'running', startedAt });
    let outcome: Outcome;
    try {
      if (execution > mostExecutions) throw killsProcesses(execution - 1);
      outcome = await executor.run(run, {
        execution,
        signal,
        progress: (step, stepsDone) => this.#save(stored, { state: 'running', startedAt, step, stepsDone }),
      });
    } catch (error) {
      outcome = { report: failedReport(run, error) };
    }
    if (this.#cancelled.has(run.entry.id)) {
      await this.#discard(stored);
      this.#save(stored, { ...cancelledFields, startedAt });
    } else this.#conclude({ ...stored, result: { ...stored.result, startedAt } }, outcome);
  }

  #conclude(stored: StoredRun, { report, branch, bundle }: Outcome): void {
    const { run, position } = stored;
    const fields: Partial<RepositoryResult> = redactDocument({
      state: report.status,
      exitCode: report.exitCode,
      endedAt: new Date().toISOString(),
      commits: report.commits,
      ...(report.plan === undefined ? {} : { feature: report.plan.feature }),
      ...(branch === undefined ? {} : { branch }),
      ...(bundle === undefined ? {} : { bundle }),
      ...(report.failure === undefined ? {} : { reason: report.failure.message }),
    });
    this.#save(stored, fields);
    const mayPass = report.status === 'failed' && report.exitCode === exitStatus.transient;
    if (!mayPass || run.attempt >= mostAttempts) return;
    const wait = (this.#options.retryDelaySeconds ?? 10) * delayFactor ** (run.attempt - 1) * 1000;
    const next = { ...run, attempt: run.attempt + 1, runId: this.#options.newRunId() };
    this.#save(queuedRun(next, position, new Date(Date.now() + wait)), {});
  }

  async #discard({ run }: StoredRun): Promise<void> {
    await this.#options.executor.discard(run, []);
  }

  #save(stored: StoredRun, fields: Partial<RepositoryResult>): void {
    const next = { ...stored, result: { ...stored.result, ...fields } };
    this.#runs.set(stored.run.entry.id, next);
    this.#folder.save(next);
    if (fields.step === undefined) this.#options.tell(next.result);
  }
}

const cancelledFields = { state: 'cancelled', exitCode: exitStatus.interrupted, reason: 'It was cancelled.' } as const;

/** `running` and `interrupted` were left by an earlier process: they go on. */
function isOpen({ result }: StoredRun): boolean {
  return (
    result.state === 'queued' ||
    result.state === 'waiting' ||
    result.state === 'running' ||
    result.state === 'interrupted'
  );
}

function isDue({ notBefore }: StoredRun): boolean {
  return notBefore === undefined || Date.parse(notBefore) <= Date.now();
}

function killsProcesses(times: number): OrchestratorError {
  return new OrchestratorError('task-failed', `The process died ${times} times while it carried out this run.`, {
    hint: 'Look at the memory of the machine and at the checks of this repository, then `devops-orchestrator fleet retry`.',
  });
}
