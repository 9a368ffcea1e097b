import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { AgentEvent } from '@devops-orchestrator/contracts';
import type { FailureVerdict } from './api-failure.js';
import type { Timing } from './timing.js';

/** When to try again. */
export interface RetryPolicy {
  /** Failures in a row after which it is given up. */
  attempts: number;
  firstDelayMs: number;
  factor: number;
  maximumDelayMs: number;
  /** A longer wait that the API asks for ends the run; it can be resumed. */
  maximumRetryAfterMs: number;
}

/** About four minutes of trying, for an unattended run. */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 8,
  firstDelayMs: 1000,
  factor: 2,
  maximumDelayMs: 60_000,
  maximumRetryAfterMs: 600_000,
};

/** Waits between tries: longer from failure to failure, never twice the same, never shorter than the API asks for. */
export class RetrySchedule {
  readonly #policy: RetryPolicy;
  readonly #timing: Timing;
  readonly #emit: (event: AgentEvent) => void;
  #failures = 0;

  constructor(policy: RetryPolicy, timing: Timing, emit: (event: AgentEvent) => void) {
    this.#policy = policy;
    this.#timing = timing;
    this.#emit = emit;
  }

  /** A reply came: what follows starts anew. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** @throws {OrchestratorError} what the verdict says, or `transient` when it is time to give up. */
  async failed(verdict: FailureVerdict, signal: AbortSignal): Promise<void> {
    if (!verdict.retry) throw verdict.error;
    this.#failures += 1;
    if (this.#failures >= this.#policy.attempts) {
      throw transient(`The API failed ${this.#failures} times in a row; the last time: ${verdict.reason}.`);
    }
    const { afterMs = 0 } = verdict;
    if (afterMs > this.#policy.maximumRetryAfterMs) {
      throw transient(`The API asks to wait ${Math.ceil(afterMs / 1000)} s (${verdict.reason}).`);
    }
    const delayMs = this.#delay(afterMs);
    this.#emit({ type: 'retrying', attempt: this.#failures, delayMs, reason: verdict.reason });
    await this.#timing.sleep(delayMs, signal);
  }

  #delay(afterMs: number): number {
    const { firstDelayMs, factor, maximumDelayMs } = this.#policy;
    const full = Math.min(maximumDelayMs, firstDelayMs * factor ** (this.#failures - 1));
    const jittered = full / 2 + (full / 2) * this.#timing.random();
    return Math.round(Math.max(jittered, afterMs + (afterMs / 10) * this.#timing.random()));
  }
}

function transient(message: string): OrchestratorError {
  return new OrchestratorError('transient', message, {
    hint: 'Resume the run later; it goes on after the last complete reply, and no tool call runs twice.',
  });
}
