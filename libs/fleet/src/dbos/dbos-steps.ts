import { DBOS } from '@dbos-inc/dbos-sdk';
import type { RecordedStep, StepDefinition, StepRunner } from '@devops-orchestrator/contracts';
import { attemptStep } from './attempt-step.js';
import { type Answer, answerOf, valueOf } from './step-answer.js';

export interface DbosStepsOptions {
  runId: string;
  /** 1 for the first execution of the workflow; from the second on, every step is asked for its earlier effect first. */
  execution: number;
  /** Aborted when this process is to end; the run goes on in another one. */
  signal: AbortSignal;
  /**
   * Called before an effect with the key of its step and the number of steps before it.
   *
   * @throws when the run belongs to another execution by now, or was cancelled: the effect does not happen
   */
  assertOwner(key: string, stepsDone: number): Promise<void>;
}

/**
 * Steps as DBOS records them: what is recorded is not done again. Errors of a step are recorded as answers, because DBOS
 * gives a recorded error back without its class; what interrupts a step is not recorded, and told to `onInterruption`.
 */
export class DbosSteps implements StepRunner {
  /** In the order of their start, with what came of them in this process. */
  readonly recorded: RecordedStep[] = [];
  /** What the engine stopped the run with: it was cancelled, or another execution owns it. */
  interruption: unknown;

  readonly #options: DbosStepsOptions;
  #done = 0;

  constructor(options: DbosStepsOptions) {
    this.#options = options;
  }

  async step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> {
    const record: RecordedStep = { key, name: definition.name, input };
    this.recorded.push(record);
    const run = () => this.#attempt(definition, key, input);
    const answer = await DBOS.runStep(run, { name: `${definition.name} ${key}` }).catch((error: unknown) => {
      this.interruption ??= error;
      throw error;
    });
    this.#done += 1;
    const output = valueOf(answer);
    record.result = { output };
    return output;
  }

  async #attempt<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<Answer<O>> {
    const { runId, execution, signal, assertOwner } = this.#options;
    const cancelled = DBOS.stepStatus?.cancelSignal;
    const stop = cancelled === undefined ? signal : AbortSignal.any([signal, cancelled]);
    await assertOwner(key, this.#done);
    try {
      return await answerOf(
        () => attemptStep(definition, { key, runId, attempt: execution, signal: stop }, input),
        stop,
      );
    } catch (error) {
      // DBOS would record the error as the step's; without an answer the step stays open for the next execution
      if (signal.aborted && cancelled?.aborted !== true) return new Promise<never>(() => undefined);
      throw error;
    }
  }
}
