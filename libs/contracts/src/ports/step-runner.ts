export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export interface StepInfo {
  key: string;
  signal: AbortSignal;
}

/** A named side effect with JSON in and out. */
export interface StepDefinition<I, O> {
  name: string;
  run(input: I, step: StepInfo): Promise<O>;
  /** Asked first when the step may have run before: the earlier result, if its effect is already there. */
  reconcile?(input: I, step: StepInfo): Promise<O | undefined>;
}

/** Every side effect of a phase goes through here: a runner may journal it, resume it, or run it elsewhere. */
export interface StepRunner {
  /** `key` is unique in the run and stable between runs of the same input. */
  step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O>;
}
