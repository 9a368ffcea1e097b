import type { RecordedStep, RunReport, StepRunner } from '@devops-orchestrator/contracts';
import type { Fleet, FleetRun } from './documents/fleet.js';
import type { FleetSummary, RepositoryResult } from './documents/summary.js';

export interface SubmitOptions {
  /** At most so many runs of the fleet at once, over all workers. */
  concurrency: number;
}

export interface Submitted {
  /** Entries that had not been started before. */
  started: number;
  /** Entries that are under way or have ended already. */
  known: number;
}

export interface WaitOptions {
  signal: AbortSignal;
  /** Called for each change of a state. */
  tell: (result: RepositoryResult) => void;
}

/** Carries out fleets; where, is its own affair. Each operation may come from another process than the one that started it. */
export interface FleetEngine {
  /** Takes in what is new; doing it twice starts nothing twice. */
  submit(fleet: Fleet, options: SubmitOptions): Promise<Submitted>;
  /** Resolves when every run has ended, or the signal is aborted. */
  wait(fleetId: string, options: WaitOptions): Promise<FleetSummary>;
  /** @throws {OrchestratorError} `run-not-found` */
  status(fleetId: string): Promise<FleetSummary>;
  /** Newest first. */
  fleets(): Promise<readonly string[]>;
  /** Stops what has not ended: of these entries, or of all. @returns how many. */
  cancel(fleetId: string, ids?: readonly string[]): Promise<number>;
  /** Starts a new attempt at what ended without success: at these entries, or at all. @returns how many. */
  retry(fleetId: string, ids?: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

/** What an engine gives to a run that it carries out. */
export interface Execution {
  /** 1 for the first; higher when an earlier one was killed: what it did is there, in part or as a whole. */
  execution: number;
  /** Aborted when the run is to stop. */
  signal: AbortSignal;
  /** Absent: the run keeps a journal of its own. */
  steps?: StepRunner;
  /** To be told which step begins, and how many are done; absent where the engine counts its own steps. */
  progress?: (step: string, stepsDone: number) => void;
}

export interface Outcome {
  report: RunReport;
  branch?: string;
  bundle?: string;
}

/** Carries out one run in its repository. */
export interface RunExecutor {
  run(run: FleetRun, execution: Execution): Promise<Outcome>;
  /**
   * Takes away what a cancelled run left: what it wrote and did not commit, its clone.
   *
   * @param recorded its steps, where the engine has given them
   */
  discard(run: FleetRun, recorded: readonly RecordedStep[]): Promise<void>;
}
