import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { Clock, RecordedStep, RunEnd, RunHeader, RunJournal, StepRunner } from '@devops-orchestrator/contracts';
import type { Artefacts } from './artefacts.js';
import type { Sleep } from './carry-out-step.js';
import type { JournalFile } from './journal-file.js';
import type { JournalRecord } from './journal-record.js';
import type { JournalState } from './journal-state.js';
import { JournaledSteps } from './journaled-steps.js';
import type { EarlierStep, StepRecorder, StepStart } from './journaled-steps.js';

/** What a journal is built on. */
export interface JournalParts {
  state: JournalState;
  file: JournalFile;
  artefacts: Artefacts;
  clock: Clock;
  sleep: Sleep;
  /** Why its steps cannot be replayed; undefined when they can. */
  refusal: OrchestratorError | undefined;
  /** Runs that this process carries out. */
  active: Set<string>;
  /** Called before the first step that is carried out. */
  onFirstStart(): Promise<void>;
}

/** The journal of one run in its folder. */
export class DiskJournal implements RunJournal, StepRecorder {
  readonly #parts: JournalParts;
  #isClosed = false;
  #firstStart: Promise<void> | undefined;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  get header(): RunHeader {
    return this.#parts.state.header;
  }

  get runId(): string {
    return this.header.runId;
  }

  get end(): RunEnd | undefined {
    return this.#parts.state.end;
  }

  get recorded(): readonly RecordedStep[] {
    const value = (stored: Parameters<Artefacts['textOf']>[0]) =>
      JSON.parse(this.#parts.artefacts.textOf(stored)) as unknown;
    return [...this.#parts.state.steps.values()].map(({ key, name, input, output }) => ({
      key,
      name,
      input: value(input),
      ...(output === undefined ? {} : { result: { output: value(output) } }),
    }));
  }

  async reopen(): Promise<void> {
    if (this.end === undefined) return;
    const from = this.end.resumeFrom;
    await this.#append({ type: 'reopened', ...(from === undefined ? {} : { from }), at: this.#now() }, true);
  }

  steps(signal: AbortSignal): StepRunner {
    if (this.#parts.refusal !== undefined) throw this.#parts.refusal;
    if (this.end !== undefined) {
      throw new OrchestratorError('contract-violated', `Expected run ${this.runId} to be under way, it has ended.`, {
        hint: 'This is a defect of the program: a run that has ended is reopened first.',
      });
    }
    this.#parts.active.add(this.runId);
    return new JournaledSteps(this, signal, this.#parts.sleep);
  }

  async finish(end: RunEnd): Promise<void> {
    await this.#append({ type: 'end', end }, true);
    this.#parts.active.delete(this.runId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#parts.active.delete(this.runId);
    this.#parts.file.close();
  }

  find(key: string): EarlierStep | undefined {
    const step = this.#parts.state.steps.get(key);
    return step && { ...step, output: step.output && this.#parts.artefacts.textOf(step.output) };
  }

  async started({ input, ...start }: StepStart, isDurable: boolean): Promise<void> {
    await (this.#firstStart ??= this.#parts.onFirstStart());
    const stored = await this.#parts.artefacts.store(input);
    await this.#append({ type: 'started', ...start, input: stored, at: this.#now() }, isDurable);
  }

  async done({ key, name, inputDigest }: StepStart, output: string, durationMs: number): Promise<void> {
    const stored = await this.#parts.artefacts.store(output);
    const rounded = Math.round(durationMs * 10) / 10;
    await this.#append(
      { type: 'done', key, name, inputDigest, output: stored, at: this.#now(), durationMs: rounded },
      true,
    );
  }

  /** What cannot be written is left out: the error of the step matters more. */
  async failed(key: string, error: unknown): Promise<void> {
    if (!this.#parts.state.steps.has(key)) return;
    const code = error instanceof OrchestratorError ? { code: error.code } : {};
    const message = error instanceof Error ? error.message : String(error);
    await this.#append({ type: 'failed', key, ...code, message, at: this.#now() }, false).catch(() => undefined);
  }

  monotonicMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  async #append(record: JournalRecord, isDurable: boolean): Promise<void> {
    if (this.#isClosed) throw new Error(`the journal of run ${this.runId} is closed`);
    const { file, state } = this.#parts;
    file.append(record);
    state.add(record);
    if (isDurable) await file.sync();
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}
