import type { RunEnd, RunHeader, RunSummary } from '../documents/run.js';
import type { StepRunner } from './step-runner.js';

/** A step of the journal. */
export interface RecordedStep {
  key: string;
  name: string;
  input: unknown;
  /** Absent: it was started and has no result; its effect may be there, in part or as a whole. */
  result?: { output: unknown };
}

/** The durable record of one run. Every record is on the disk before the run goes on. */
export interface RunJournal {
  readonly header: RunHeader;
  /** Absent while the run has not ended, or since it was resumed. */
  readonly end: RunEnd | undefined;
  /** All steps, in the order of their first start; those that `reopen` took away are gone. */
  readonly recorded: readonly RecordedStep[];
  /** Takes the end away, and with it the results from `end.resumeFrom` on: the run goes on. */
  reopen(): Promise<void>;
  /** Replays what is recorded, runs and records the rest. A step that the signal interrupts is not recorded. */
  steps(signal: AbortSignal): StepRunner;
  finish(end: RunEnd): Promise<void>;
  close(): Promise<void>;
}

/** Held by one process at a time per repository. */
export interface RunLock {
  /** What was found of a dead owner, one sentence for the user; absent when the lock was free. */
  readonly takenOver: string | undefined;
  release(): Promise<void>;
}

/** `resume`: to go on with it. `inspect`: to read it, or to end it; its steps may be of another version of the program. */
export type OpenPurpose = 'resume' | 'inspect';

/** The runs of one repository. */
export interface RunStore {
  /** @throws {OrchestratorError} `repository-locked` when a living process, or one on another host, holds it. */
  lock(runId: string): Promise<RunLock>;
  create(header: RunHeader): Promise<RunJournal>;
  /**
   * The run of that id, or of the unique start of one; without it, the newest that is not finished (and can be resumed).
   *
   * @param purpose `resume` when absent
   * @throws {OrchestratorError} `run-not-found`; `journal-damaged` when more than the torn last record is unreadable;
   * `run-not-resumable` when it is to be resumed, and another version of the program started it.
   */
  open(runId?: string, purpose?: OpenPurpose): Promise<RunJournal>;
  /** Newest first. */
  list(): Promise<readonly RunSummary[]>;
  /** Removes the records of ended runs, except the newest `keep`. */
  prune(keep: number): Promise<void>;
}
