import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@devops-orchestrator/contracts';

/** Time and chance, injected. */
export interface Timing {
  readonly clock: Clock;
  /** Rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** At least 0, below 1. */
  random(): number;
}

/** The machine's time. */
export const systemTiming: Timing = {
  clock: { now: () => new Date(), monotonicMs: () => performance.now() },
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
  random: () => Math.random(),
};
