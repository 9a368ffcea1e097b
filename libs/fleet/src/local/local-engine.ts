import { existsSync } from 'node:fs';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { openRunStore } from '@devops-orchestrator/durable-runs';
import type { Fleet } from '../documents/fleet.js';
import type { FleetSummary, RepositoryResult } from '../documents/summary.js';
import type { FleetEngine, RunExecutor, SubmitOptions, Submitted, WaitOptions } from '../engine.js';
import { repositoryKey } from '../fleet-list/read-fleet.js';
import { hasEnded, summarize } from '../results/summarize.js';
import { watch } from '../results/watch.js';
import { FleetFolder, listFleets, type StoredRun } from './fleet-folder.js';
import { Pool } from './pool.js';
import { queuedRun } from './queued-run.js';

export interface LocalEngineOptions {
  /** Absolute path of the folder that remembers the fleets of this machine. */
  folder: string;
  executor: RunExecutor;
  newRunId: () => string;
  /** Before the first retry of a failure that may pass. */
  retryDelaySeconds?: number;
}

/** Fleets on this machine alone: no database, a bounded pool in this process, state that a killed pool is resumed from. */
export function openLocalEngine(options: LocalEngineOptions): FleetEngine {
  return new LocalEngine(options);
}

class LocalEngine implements FleetEngine {
  readonly #options: LocalEngineOptions;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
  }

  async submit({ fleetId, entries }: Fleet, { concurrency }: SubmitOptions): Promise<Submitted> {
    const folder = new FleetFolder(this.#options.folder, fleetId);
    folder.create(concurrency);
    const fresh = entries.map((entry, position) => ({ entry, position })).filter(({ entry }) => !folder.has(entry.id));
    for (const { entry, position } of fresh) {
      folder.save(
        queuedRun({ schemaVersion: 1, fleetId, attempt: 1, runId: this.#options.newRunId(), entry }, position),
      );
    }
    return { started: fresh.length, known: entries.length - fresh.length };
  }

  /** Carries the fleet out in this process; where another one does so, looks on. */
  async wait(fleetId: string, options: WaitOptions): Promise<FleetSummary> {
    const folder = this.#folder(fleetId);
    const lock = await this.#lock(folder);
    if (lock === undefined) return watch(() => this.status(fleetId), options);
    try {
      await new Pool(folder, { ...options, ...this.#options }).run();
    } finally {
      await lock.release();
    }
    return this.status(fleetId);
  }

  async status(fleetId: string): Promise<FleetSummary> {
    return summarize(fleetId, withWaiting(this.#folder(fleetId).runs()));
  }

  async fleets(): Promise<readonly string[]> {
    return existsSync(this.#options.folder) ? listFleets(this.#options.folder) : [];
  }

  async cancel(fleetId: string, ids?: readonly string[]): Promise<number> {
    const folder = this.#folder(fleetId);
    const open = this.#chosen(folder, ids).filter(({ result }) => !hasEnded(result) || result.state === 'interrupted');
    folder.askToCancel(open.map(({ run }) => run.entry.id));
    const lock = await this.#lock(folder);
    if (lock === undefined) return open.length;
    try {
      await new Pool(folder, { ...this.#options, signal: AbortSignal.abort(), tell: () => undefined }).cancelAsked();
    } finally {
      await lock.release();
    }
    return open.length;
  }

  async retry(fleetId: string, ids?: readonly string[]): Promise<number> {
    const folder = this.#folder(fleetId);
    const lock = await this.#lock(folder);
    if (lock === undefined) {
      throw new OrchestratorError(
        'repository-locked',
        `The fleet ${fleetId} is being carried out by another process.`,
        {
          hint: 'Wait until it has ended, then retry what failed.',
        },
      );
    }
    try {
      const again = this.#chosen(folder, ids).filter(({ result }) => hasEnded(result) && result.state !== 'done');
      for (const { run, position } of again) {
        folder.save(queuedRun({ ...run, attempt: run.attempt + 1, runId: this.#options.newRunId() }, position));
      }
      return again.length;
    } finally {
      await lock.release();
    }
  }

  async close(): Promise<void> {}

  #folder(fleetId: string): FleetFolder {
    const folder = new FleetFolder(this.#options.folder, fleetId);
    if (folder.exists()) return folder;
    throw notFound(`There is no fleet ${fleetId}.`);
  }

  #chosen(folder: FleetFolder, ids: readonly string[] | undefined): StoredRun[] {
    const all = folder.runs();
    const missing = ids?.find((id) => !all.some(({ run }) => run.entry.id === id));
    if (missing !== undefined) throw notFound(`The fleet has no repository ${missing}.`);
    return ids === undefined ? all : all.filter(({ run }) => ids.includes(run.entry.id));
  }

  /** @returns undefined when a living process carries the fleet out. */
  async #lock(folder: FleetFolder) {
    try {
      return await openRunStore(folder.path).lock(this.#options.newRunId());
    } catch (error) {
      if (error instanceof OrchestratorError && error.code === 'repository-locked') return undefined;
      throw error;
    }
  }
}

/** Of several open runs in one repository all but one wait. */
function withWaiting(runs: readonly StoredRun[]): RepositoryResult[] {
  const keyOf = ({ run }: StoredRun) => repositoryKey(run.entry.location);
  const taken = new Set(runs.filter(({ result }) => result.state === 'running').map(keyOf));
  return runs.map((stored) => {
    if (stored.result.state !== 'queued') return stored.result;
    if (taken.has(keyOf(stored))) return { ...stored.result, state: 'waiting' };
    taken.add(keyOf(stored));
    return stored.result;
  });
}

function notFound(message: string): OrchestratorError {
  return new OrchestratorError('run-not-found', message, {
    hint: '`devops-orchestrator fleet status` shows the fleets of this machine.',
  });
}
