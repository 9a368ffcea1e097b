import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { OrchestratorError, RunHeader, RunId } from '@devops-orchestrator/contracts';
import type { Clock, OpenPurpose, RunJournal, RunLock, RunStore, RunSummary } from '@devops-orchestrator/contracts';
import { Artefacts } from './artefacts.js';
import type { Sleep } from './carry-out-step.js';
import { DiskJournal } from './disk-journal.js';
import { findRun } from './find-run.js';
import { JournalFile } from './journal-file.js';
import { JournalState } from './journal-state.js';
import { systemIdentity } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';
import { readJournal } from './read-journal.js';
import { RepositoryLock } from './repository-lock.js';
import type { HeldLock } from './repository-lock.js';
import { summarizeRun, summarizeUnreadable } from './summarize-run.js';
import { reportingRefusal, systemCode } from './system-refusal.js';
import { syncFolder, writeDurably } from './write-durably.js';

export interface RunStoreOptions {
  /** The machine's time when absent. */
  clock?: Clock;
  /** Who holds the lock, and who of its holders lives; as the system says when absent. */
  identity?: ProcessIdentity;
  /** Runs of another version are listed, and not resumed; absent: of any version. */
  programVersion?: string;
  /** Waits between the attempts of a step. */
  sleep?: Sleep;
}

/**
 * The runs of one repository, in a folder of its git directory (or elsewhere): `lock`, `runs/<runId>/journal.jsonl`,
 * `runs/<runId>/artefacts/<sha256>.json.gz`. Nothing is created before `lock` or `create`; only the owner may read it.
 */
export function openRunStore(folder: string, options: RunStoreOptions = {}): RunStore {
  return new DiskRunStore(folder, options);
}

const machineClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };
const machineSleep: Sleep = (ms, signal) => sleepFor(ms, undefined, { signal });
/** A run folder without a journal is being made, or was left by a killed process when it is older than this. */
const creationMs = 60_000;

class DiskRunStore implements RunStore {
  readonly #folder: string;
  readonly #options: RunStoreOptions;
  readonly #runs: string;
  readonly #clock: Clock;
  readonly #lock: RepositoryLock;
  /** Runs that this process carries out. */
  readonly #active = new Set<string>();
  #held: HeldLock | undefined;

  constructor(folder: string, options: RunStoreOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#runs = join(folder, 'runs');
    this.#clock = options.clock ?? machineClock;
    this.#lock = new RepositoryLock(join(folder, 'lock'), () => options.identity ?? systemIdentity(), this.#clock);
  }

  async lock(runId: string): Promise<RunLock> {
    return reportingRefusal(join(this.#folder, 'lock'), async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      this.#held = await this.#lock.take(runId);
      return this.#held;
    });
  }

  async create(header: RunHeader): Promise<RunJournal> {
    const state = new JournalState(RunHeader.parse(header));
    const run = join(this.#runs, header.runId);
    const path = this.#journalOf(header.runId);
    const text = `${JSON.stringify({ type: 'header', header })}\n`;
    await reportingRefusal(path, async () => {
      await mkdir(this.#runs, { recursive: true, mode: 0o700 });
      // not recursive: a run is created once
      await mkdir(run, { mode: 0o700 });
      try {
        await writeDurably(path, text);
        for (const above of [this.#runs, this.#folder]) await syncFolder(above);
      } catch (error) {
        await rm(run, { recursive: true, force: true });
        throw error;
      }
    });
    return this.#journal(state, Buffer.byteLength(text), new Artefacts(join(run, 'artefacts')));
  }

  async open(wanted?: string, purpose: OpenPurpose = 'resume'): Promise<RunJournal> {
    const runId = findRun(await this.list(), wanted, purpose);
    const { state, length } = await readJournal(this.#journalOf(runId));
    const refusal = this.#refusalOf(state);
    if (refusal !== undefined && purpose === 'resume') throw refusal;
    const artefacts = new Artefacts(join(this.#runs, runId, 'artefacts'));
    for (const { input, output } of state.steps.values()) {
      await artefacts.load(input);
      if (output !== undefined) await artefacts.load(output);
    }
    return this.#journal(state, length, artefacts);
  }

  async list(): Promise<readonly RunSummary[]> {
    const owner = await this.#lock.activeOwner();
    const others = owner?.nonce === this.#held?.nonce ? undefined : owner?.runId;
    const summaries: RunSummary[] = [];
    for (const runId of await this.#runIds()) {
      const summary = await this.#summarize(runId, runId === others || this.#active.has(runId));
      if (summary !== undefined) summaries.push(summary);
    }
    return summaries;
  }

  async prune(keep: number): Promise<void> {
    const all = await this.list();
    const ended = all.filter(({ state }) => state !== 'running' && state !== 'stopped');
    for (const { runId } of ended.slice(keep)) await this.#remove(runId);
    const listed = new Set(all.map(({ runId }) => runId));
    for (const runId of await this.#runIds()) {
      if (!listed.has(runId) && (await this.#isLeftOver(runId))) await this.#remove(runId);
    }
  }

  #journal(state: JournalState, length: number, artefacts: Artefacts): RunJournal {
    const { runId } = state.header;
    return new DiskJournal({
      state,
      file: new JournalFile(this.#journalOf(runId), length),
      artefacts,
      clock: this.#clock,
      sleep: this.#options.sleep ?? machineSleep,
      refusal: this.#refusalOf(state),
      active: this.#active,
      onFirstStart: async () => reportingRefusal(this.#folder, async () => this.#held?.nameRun(runId)),
    });
  }

  /** Undefined for a folder whose run never began: its process was killed before the header was there. */
  async #summarize(runId: string, isRunning: boolean): Promise<RunSummary | undefined> {
    const path = this.#journalOf(runId);
    try {
      const { state } = await readJournal(path);
      return summarizeRun(state, isRunning, this.#refusalOf(state));
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      const text = await readFile(path, 'utf8').catch(() => '');
      return summarizeUnreadable(runId, text.split('\n', 1)[0] ?? '', (error as Error).message);
    }
  }

  /** Newest first. */
  async #runIds(): Promise<string[]> {
    const names = await readdir(this.#runs).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return [];
      throw new OrchestratorError('repository-unusable', `Expected to read ${this.#runs}: ${systemCode(error)}.`, {
        hint: 'Give yourself the right to read that folder, then try again.',
        cause: error,
      });
    });
    return names
      .filter((name) => RunId.safeParse(name).success)
      .sort()
      .reverse();
  }

  #refusalOf({ header: { runId, programVersion } }: JournalState): OrchestratorError | undefined {
    const { programVersion: own } = this.#options;
    if (own === undefined || own === programVersion) return undefined;
    return new OrchestratorError(
      'run-not-resumable',
      `Run ${runId} was started by version ${programVersion} of devops-orchestrator; this is version ${own}, whose steps may differ.`,
      { hint: 'Go on with it with that version, or start a new run: what is there already is not made again.' },
    );
  }

  async #isLeftOver(runId: string): Promise<boolean> {
    const { mtimeMs } = await stat(join(this.#runs, runId));
    return this.#clock.now().getTime() - mtimeMs > creationMs;
  }

  /** The journal goes first: without it, a run is not listed, also when the rest of its folder cannot be removed now. */
  async #remove(runId: string): Promise<void> {
    const run = join(this.#runs, runId);
    await reportingRefusal(run, async () => {
      await rm(this.#journalOf(runId), { force: true });
      await rm(run, { recursive: true, force: true });
    });
  }

  #journalOf(runId: string): string {
    return join(this.#runs, runId, 'journal.jsonl');
  }
}
