import type { Clock } from '@devops-orchestrator/contracts';

/** A clock that stands still, or moves on by `stepMs` at each reading of `monotonicMs`. */
export function fixedClock(iso = '2026-01-01T00:00:00.000Z', stepMs = 0): Clock {
  let elapsed = 0;
  return {
    now: () => new Date(Date.parse(iso) + elapsed),
    monotonicMs: () => (elapsed += stepMs),
  };
}
