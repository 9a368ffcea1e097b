import { createHash } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { RecordedStep, StepDefinition, StepRunner } from '@devops-orchestrator/contracts';
import { carryOutStep, jsonTextOf, type Sleep } from '@devops-orchestrator/durable-runs';
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
  assertOwner: (key: string, stepsDone: number) => Promise<void>;
}

const sleep: Sleep = (ms, signal) => sleepFor(ms, undefined, { signal });

/**
 * Steps as DBOS records them: what is recorded is not done again. Errors of a step are recorded as answers, because DBOS
 * gives a recorded error back without its class; what interrupts a step is not recorded.
 */
export class DbosSteps implements StepRunner {
  /** In the order of their start, with what came of them. */
  readonly recorded: RecordedStep[] = [];
  /** What the engine stopped the run with: it was cancelled, another execution owns it, its steps are not those recorded. */
  interruption: Error | undefined;
  readonly #options: DbosStepsOptions;

  constructor(options: DbosStepsOptions) {
    this.#options = options;
  }

  async step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> {
    const text = jsonTextOf(input, `input of the step ${key}`);
    const record: RecordedStep = { key, name: definition.name, input: JSON.parse(text) as unknown };
    const stepsDone = this.recorded.push(record) - 1;
    // DBOS compares the names of a replayed run's steps: the key and the input are part of them
    const name = `${definition.name} ${key} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
    const run = () => this.#carryOut(definition, key, text, stepsDone);
    const answer = await DBOS.runStep(run, { name }).catch((error: unknown) => {
      this.interruption ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    });
    const output = valueOf<O>(answer);
    record.result = { output };
    return output;
  }

  async #carryOut<I, O>(
    definition: StepDefinition<I, O>,
    key: string,
    input: string,
    stepsDone: number,
  ): Promise<Answer> {
    const { runId, execution, signal: stopping, assertOwner } = this.#options;
    const cancelled = DBOS.stepStatus?.cancelSignal ?? stopping;
    const signal = AbortSignal.any([stopping, cancelled]);
    const call = { key, runId, input, earlierAttempts: execution - 1, signal, sleep };
    try {
      return await answerOf(
        () => carryOutStep(definition, { ...call, onAttempt: () => assertOwner(key, stepsDone) }),
        signal,
      );
    } catch (error) {
      // DBOS would record the error; without an answer the step stays open for the next execution
      if (stopping.aborted) return new Promise<never>(() => undefined);
      throw error;
    }
  }
}
