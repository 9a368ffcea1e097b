export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export interface StepInfo {
  key: string;
  /** The run that the step belongs to; a commit carries it, so that its effect can be found again. */
  runId: string;
  /** 1 for the first try; higher when an earlier try, of this process or of a killed one, may have left an effect. */
  attempt: number;
  /** Aborted when the run is to stop, or the step's time is over. */
  signal: AbortSignal;
}

/** Tries again after errors that say they are `retryable`; the delay grows by `factor` from try to try. */
export interface RetryPolicy {
  attempts: number;
  firstDelayMs: number;
  factor: number;
}

/** A named side effect with JSON in and out. */
export interface StepDefinition<I, O> {
  name: string;
  retry?: RetryPolicy;
  timeoutMs?: number;
  run(input: I, step: StepInfo): Promise<O>;
  /** Asked first when the step may have run before: the earlier result, if its effect is already there. */
  reconcile?(input: I, step: StepInfo): Promise<O | undefined>;
}

/**
 * Every side effect of a phase goes through here: a runner may journal it, resume it, or run it elsewhere. Code between
 * steps is deterministic and does no I/O, so that a run can be replayed from its journal.
 */
export interface StepRunner {
  /** `key` is unique in the run and stable between runs of the same input. */
  step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O>;
}
