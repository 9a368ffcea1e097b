import { setMaxListeners } from 'node:events';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { StepDefinition, StepRunner } from '@devops-orchestrator/contracts';
import { digestOf } from './artefacts.js';
import { carryOutStep } from './carry-out-step.js';
import type { Sleep } from './carry-out-step.js';
import { jsonTextOf } from './json-text.js';

/** A step as the journal has it. */
export interface EarlierStep {
  name: string;
  inputDigest: string;
  attempt: number;
  /** JSON text; absent as long as it has no result. */
  output: string | undefined;
}

/** What the steps need of a journal. */
export interface StepRecorder {
  readonly runId: string;
  find(key: string): EarlierStep | undefined;
  /** @param isDurable whether the start must survive the loss of power */
  started(step: StepStart, isDurable: boolean): Promise<void>;
  done(step: StepStart, output: string, durationMs: number): Promise<void>;
  failed(key: string, error: unknown): Promise<void>;
  monotonicMs(): number;
}

export interface StepStart {
  key: string;
  name: string;
  /** JSON text. */
  input: string;
  inputDigest: string;
  attempt: number;
}

/** Replays what a journal holds, carries out and records the rest. */
export class JournaledSteps implements StepRunner {
  readonly #recorder: StepRecorder;
  readonly #signal: AbortSignal;
  readonly #sleep: Sleep;
  readonly #used = new Set<string>();

  constructor(recorder: StepRecorder, signal: AbortSignal, sleep: Sleep) {
    this.#recorder = recorder;
    this.#signal = signal;
    this.#sleep = sleep;
    // every step that runs listens to it, and as many may run at once as the pipeline likes
    setMaxListeners(0, signal);
  }

  async step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> {
    this.#signal.throwIfAborted();
    this.#useOnce(key);
    const text = jsonTextOf(input, `input of the step ${key}`);
    const call = { key, name: definition.name, input: text, inputDigest: digestOf(text) };
    const earlier = this.#recorder.find(key);
    if (earlier !== undefined) assertSame(earlier, call);
    const output = earlier?.output ?? (await this.#carryOut(definition, call, earlier?.attempt ?? 0));
    return JSON.parse(output) as O;
  }

  async #carryOut<I, O>(
    definition: StepDefinition<I, O>,
    call: Omit<StepStart, 'attempt'>,
    earlierAttempts: number,
  ): Promise<string> {
    const [recorder, signal, sleep] = [this.#recorder, this.#signal, this.#sleep];
    const { key, input } = call;
    const startedAt = recorder.monotonicMs();
    let start: StepStart = { ...call, attempt: earlierAttempts };
    const onAttempt = async (attempt: number) => {
      start = { ...call, attempt };
      // without its start on the disk, an effect would not be looked for after the loss of power
      await recorder.started(start, definition.reconcile !== undefined);
    };
    let output: string;
    try {
      output = await carryOutStep(definition, {
        key,
        runId: recorder.runId,
        input,
        earlierAttempts,
        signal,
        sleep,
        onAttempt,
      });
    } catch (error) {
      if (!signal.aborted) await recorder.failed(key, error);
      throw error;
    }
    await recorder.done(start, output, recorder.monotonicMs() - startedAt);
    return output;
  }

  #useOnce(key: string): void {
    if (this.#used.has(key)) {
      throw new OrchestratorError('contract-violated', `Expected each step key once in a run, found ${key} twice.`, {
        hint: 'This is a defect of the pipeline: two steps need two keys.',
      });
    }
    this.#used.add(key);
  }
}

function assertSame(earlier: EarlierStep, now: { key: string; name: string; inputDigest: string }): void {
  if (earlier.name === now.name && earlier.inputDigest === now.inputDigest) return;
  const difference =
    earlier.name === now.name ? 'with another input' : `as "${earlier.name}", and it is "${now.name}" now`;
  throw new OrchestratorError(
    'run-not-resumable',
    `Expected the step ${now.key} as the journal has it; it was recorded ${difference}: the program or the repository has changed since.`,
    { hint: 'Start a new run: what is there already is not made again.' },
  );
}
