import type { Clock } from '@devops-orchestrator/contracts';

/** The machine's time. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
