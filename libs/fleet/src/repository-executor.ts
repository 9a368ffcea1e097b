import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { basename, dirname, join } from 'node:path';
import {
  type OrchestrationRequest,
  OrchestratorError,
  type PhaseContext,
  type RecordedStep,
  type RunEvent,
  type RunLock,
  type RunReport,
  type RunStore,
  type StepRunner,
} from '@devops-orchestrator/contracts';
import {
  abortRun,
  type DurableEnvironment,
  orchestrate,
  resumeRun,
  runDurably,
  undoWrites,
  type World,
} from '@devops-orchestrator/core-orchestrator';
import { newRunId, openRunStore } from '@devops-orchestrator/durable-runs';
import { openCommands, openGit, openWorkspace, systemClock } from '@devops-orchestrator/workspace';
import { bundleBranch, cloneRepository, pushBranch } from './clone/git-transport.js';
import type { FleetRun } from './documents/fleet.js';
import type { Execution, Outcome, RunExecutor } from './engine.js';
import { urlKey } from './fleet-list/repository-url.js';
import { observedStore } from './observability/observed-store.js';
import { phaseSpans } from './observability/phase-spans.js';
import { tracedRun, tracedSteps } from './observability/traced-steps.js';
import { withProgress } from './observability/with-progress.js';

export interface RepositoryExecutorOptions {
  /** Absolute path of the folder for clones and bundles. */
  workFolder: string;
  programVersion: string;
  /** Folder for journals and lock of a folder that is no git repository. */
  stateFolder: (root: string) => string;
  /** The ports of a folder for a run; absent: the machine's, as they are. */
  openWorld?: (root: string, runId: string, signal: AbortSignal, emit: (event: RunEvent) => void) => World;
  /** Newest commits that a clone holds; absent: all. */
  depth?: number | undefined;
  /** What a run tells while it goes on. */
  tell?: (run: FleetRun, event: RunEvent) => void;
}

/** Until a lock that somebody else holds (a user's own run, a frozen worker) is given up. */
const lockPatienceMs = 10 * 60_000;
const lockPauseMs = 2000;

/** Carries out runs with the pipeline: in the folder that an entry names, or in a clone. */
export function repositoryExecutor(options: RepositoryExecutorOptions): RunExecutor {
  return {
    run: (run, execution) => new RepositoryRun(run, options).carryOut(execution),
    discard: (run, recorded) => new RepositoryRun(run, options).discard(recorded),
  };
}

class RepositoryRun {
  readonly #run: FleetRun;
  readonly #options: RepositoryExecutorOptions;
  readonly #root: string;
  readonly #branch: string | undefined;

  constructor(run: FleetRun, options: RepositoryExecutorOptions) {
    const { location, branch } = run.entry;
    this.#run = run;
    this.#options = options;
    this.#root =
      location.kind === 'path'
        ? location.path
        : join(options.workFolder, 'clones', run.runId, basename(urlKey(location.url)));
    this.#branch = branch ?? (location.kind === 'url' ? `devops-orchestrator/${run.runId.toLowerCase()}` : undefined);
  }

  async carryOut(execution: Execution): Promise<Outcome> {
    const { runId, fleetId, entry } = this.#run;
    const { signal } = execution;
    const steps = execution.steps ?? directSteps(runId, signal);
    const { location } = entry;
    if (location.kind === 'url') {
      const request = {
        url: location.url,
        folder: this.#root,
        ...(this.#options.depth === undefined ? {} : { depth: this.#options.depth }),
      };
      await steps.step(
        { name: 'clone', run: (wanted, step) => cloneRepository({ ...wanted, signal: step.signal }) },
        'fleet/clone',
        request,
      );
    }
    const facts = { 'orchestrator.fleet.id': fleetId, 'orchestrator.repository': entry.id };
    const report = await tracedRun(runId, facts, () =>
      execution.steps === undefined ? this.#withJournal(execution) : this.#withSteps(execution, execution.steps),
    );
    const outcome = { report, ...(this.#branch === undefined ? {} : { branch: this.#branch }) };
    return location.kind === 'url' && report.status === 'done' ? this.#handOver(outcome, steps) : outcome;
  }

  /** The commits of a clone leave it as a bundle, and by a push where that was asked for; then the clone is gone. */
  async #handOver(outcome: Outcome, steps: StepRunner): Promise<Outcome> {
    const { fleetId, runId, entry } = this.#run;
    const branch = this.#branch ?? '';
    if (entry.location.kind !== 'url') return outcome;
    const { url } = entry.location;
    const file = join(this.#options.workFolder, 'bundles', fleetId, `${entry.id}-${runId.toLowerCase()}.bundle`);
    const input = { root: this.#root, branch, file, url };
    const bundled = await steps.step(
      {
        name: 'bundle',
        run: (wanted: typeof input, { signal }) => bundleBranch(wanted.root, wanted.branch, wanted.file, signal),
      },
      'fleet/bundle',
      input,
    );
    if (bundled && entry.push)
      await steps.step(
        {
          name: 'push',
          run: (wanted: typeof input, { signal }) => pushBranch(wanted.root, wanted.url, wanted.branch, signal),
        },
        'fleet/push',
        input,
      );
    this.#removeClone();
    return { ...outcome, ...(bundled ? { bundle: file } : {}) };
  }

  /** This machine's own journal: what a killed process did is replayed from it. */
  async #withJournal({ signal, progress }: Execution): Promise<RunReport> {
    const { runId } = this.#run;
    const environment = await this.#environment(signal, (steps) => withProgress(tracedSteps(steps, runId), progress));
    const known = (await environment.store.list()).find((summary) => summary.runId === runId);
    if (known?.resumable === true || known?.state === 'stopped') return resumeRun(runId, environment);
    // one that had ended before its end was noted is carried out once more, and changes nothing
    const fresh = known === undefined ? environment : { ...environment, newRunId: () => newRunId() };
    return runDurably({ root: this.#root, request: this.#request(), scope: 'all', branch: this.#branch }, fresh);
  }

  /** The steps of an engine; the repository's lock keeps everybody else out. */
  async #withSteps({ signal, execution }: Execution, given: StepRunner): Promise<RunReport> {
    const { runId } = this.#run;
    const { store, openWorld } = await this.#environment(signal, (steps) => steps);
    const lock = await this.#waitForLock(store, signal);
    try {
      const world = openWorld(this.#root, runId);
      if (execution > 1) {
        await world.commands.killLeftovers(runId);
        await world.git.removeStaleIndexLock();
      }
      const steps = tracedSteps(given, runId);
      const context: PhaseContext = {
        ...world,
        runId,
        step: (definition, key, input) => steps.step(definition, key, input),
      };
      return { ...(await orchestrate(this.#request(), context, { branch: this.#branch })), runId };
    } finally {
      await lock.release();
    }
  }

  async discard(recorded: readonly RecordedStep[]): Promise<void> {
    if (this.#run.entry.location.kind === 'url') return this.#removeClone();
    const { runId } = this.#run;
    const environment = await this.#environment(new AbortController().signal, (steps) => steps);
    const known = (await environment.store.list()).find((summary) => summary.runId === runId);
    if (known?.resumable === true || known?.state === 'stopped') await abortRun(runId, environment);
    if (recorded.length === 0) return;
    const lock = await this.#waitForLock(environment.store, AbortSignal.timeout(lockPatienceMs));
    try {
      await undoWrites(recorded, environment.openWorld(this.#root, runId));
    } finally {
      await lock.release();
    }
  }

  #removeClone(): void {
    rmSync(dirname(this.#root), { recursive: true, force: true });
  }

  async #environment(signal: AbortSignal, observe: (steps: StepRunner) => StepRunner): Promise<DurableEnvironment> {
    const { programVersion, stateFolder, tell, openWorld = worldOfMachine } = this.#options;
    const run = this.#run;
    const folder = (await openGit(this.#root).stateFolder()) ?? stateFolder(this.#root);
    const spans = phaseSpans(run.runId);
    const emit = (event: RunEvent) => {
      spans(event);
      tell?.(run, event);
    };
    return {
      store: observedStore(openRunStore(folder, { programVersion }), observe),
      openWorld: (root, runId) => openWorld(root, runId, signal, emit),
      programVersion,
      newRunId: () => run.runId,
      notice: (message) => emit({ type: 'note', message }),
    };
  }

  async #waitForLock(store: RunStore, signal: AbortSignal): Promise<RunLock> {
    const started = performance.now();
    for (;;) {
      try {
        return await store.lock(this.#run.runId);
      } catch (error) {
        const isHeld = error instanceof OrchestratorError && error.code === 'repository-locked';
        if (!isHeld || performance.now() - started > lockPatienceMs) throw error;
      }
      await delay(lockPauseMs, undefined, { signal });
    }
  }

  #request(): OrchestrationRequest {
    const { request, feature, engine, verify, commit } = this.#run.entry;
    return {
      schemaVersion: 1,
      request,
      ...(feature === undefined ? {} : { feature }),
      repositoryName: basename(this.#root),
      engine,
      verify,
      commit,
    };
  }
}

function worldOfMachine(root: string, runId: string, signal: AbortSignal, emit: (event: RunEvent) => void): World {
  return {
    workspace: openWorkspace(root),
    git: openGit(root),
    commands: openCommands(root, { runId }),
    clock: systemClock,
    signal,
    emit,
  };
}

/** What has no journal is idempotent by itself. */
function directSteps(runId: string, signal: AbortSignal): StepRunner {
  return { step: (definition, key, input) => definition.run(input, { key, runId, attempt: 1, signal }) };
}
