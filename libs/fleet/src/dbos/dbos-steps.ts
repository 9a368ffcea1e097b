import { createHash } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { DBOS, Error as DBOSErrors } from '@dbos-inc/dbos-sdk';
import {
  OrchestratorError,
  type RecordedStep,
  type StepDefinition,
  type StepRunner,
} from '@devops-orchestrator/contracts';
import { carryOutStep, jsonTextOf, type Sleep } from '@devops-orchestrator/durable-runs';
import { type Answer, answerOf, valueOf } from './step-answer.js';

export interface DbosStepsOptions {
  runId: string;
  /** 1 for the first execution of the workflow; from the second on, its first open step is asked for its earlier effect. */
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
  /** What the engine stopped the run with: it was cancelled, another execution owns it. */
  interruption: Error | undefined;
  readonly #options: DbosStepsOptions;
  #first = true;

  constructor(options: DbosStepsOptions) {
    this.#options = options;
  }

  async step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> {
    if (this.recorded.some((step) => step.key === key)) throw keyUsedTwice(key);
    const text = jsonTextOf(input, `input of the step ${key}`);
    const record: RecordedStep = { key, name: definition.name, input: JSON.parse(text) as unknown };
    const stepsDone = this.recorded.push(record) - 1;
    // DBOS compares the names of a replayed run's steps: the key and the input are part of them
    const name = `${definition.name} ${key} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
    const output = valueOf<O>(await this.#asStep(name, key, () => this.#carryOut(definition, key, text, stepsDone)));
    record.result = { output };
    return output;
  }

  async #asStep(name: string, key: string, run: () => Promise<Answer>): Promise<Answer> {
    try {
      return await DBOS.runStep(run, { name });
    } catch (error) {
      if (error instanceof DBOSErrors.DBOSUnexpectedStepError) throw stepDiffers(key, error);
      this.interruption ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
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
    // only the first step without a record may have been begun by an earlier execution
    const earlierAttempts = this.#first ? execution - 1 : 0;
    this.#first = false;
    const call = { key, runId, input, earlierAttempts, signal, sleep };
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

function keyUsedTwice(key: string): OrchestratorError {
  return new OrchestratorError('contract-violated', `Expected each step key once in a run, found ${key} twice.`, {
    hint: 'This is a defect of the pipeline: two steps need two keys.',
  });
}

function stepDiffers(key: string, cause: Error): OrchestratorError {
  return new OrchestratorError(
    'run-not-resumable',
    `Expected the step ${key} as it is recorded; its name, place or input is another one: the program or the repository has changed since.`,
    { hint: '`devops-orchestrator fleet retry` starts anew: what is there already is not made again.', cause },
  );
}
