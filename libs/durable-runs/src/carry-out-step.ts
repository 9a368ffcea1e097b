import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { RetryPolicy, StepDefinition } from '@devops-orchestrator/contracts';
import { attemptStep } from './attempt-step.js';
import { jsonTextOf } from './json-text.js';

/** Waits; settles early, either way, when the signal is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface StepCall {
  key: string;
  runId: string;
  /** JSON text of the input; every attempt gets a value of its own. */
  input: string;
  /** Attempts of earlier processes. */
  earlierAttempts: number;
  /** Of the run. */
  signal: AbortSignal;
  sleep: Sleep;
  /** Called before each attempt. */
  onAttempt(attempt: number): Promise<void>;
}

const once: RetryPolicy = { attempts: 1, firstDelayMs: 0, factor: 1 };

/**
 * Carries out a step by the rules of the port: an effect that an earlier attempt may have left is looked for first, only
 * errors that say they are `retryable` are tried again, after growing delays.
 *
 * @returns the JSON text of the output
 * @throws the reason of the signal, when it is aborted by the time the step settles: what it did is not known then
 */
export async function carryOutStep<I, O>(definition: StepDefinition<I, O>, call: StepCall): Promise<string> {
  const { key, runId, earlierAttempts, signal } = call;
  const { attempts, firstDelayMs, factor } = definition.retry ?? once;
  for (let tries = 1; ; tries += 1) {
    const attempt = earlierAttempts + tries;
    await call.onAttempt(attempt);
    try {
      const info = { key, runId, attempt, signal, mayHaveRun: attempt > 1 };
      const output = await attemptStep(definition, JSON.parse(call.input) as I, info);
      signal.throwIfAborted();
      return jsonTextOf(output, `output of the step ${key}`);
    } catch (error) {
      signal.throwIfAborted();
      if (tries >= attempts || !(error instanceof OrchestratorError && error.retryable)) throw error;
    }
    await call.sleep(firstDelayMs * factor ** (tries - 1), signal).catch(() => undefined);
    signal.throwIfAborted();
  }
}
