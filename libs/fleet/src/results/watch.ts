import { setTimeout as delay } from 'node:timers/promises';
import type { FleetSummary } from '../documents/summary.js';
import type { WaitOptions } from '../engine.js';
import { hasEnded } from './summarize.js';

const pauseMs = 500;

/** Looks at a fleet again and again, tells what has changed, until all has ended or the signal is aborted. */
export async function watch(look: () => Promise<FleetSummary>, { signal, tell }: WaitOptions): Promise<FleetSummary> {
  const told = new Map<string, string>();
  for (;;) {
    const summary = await look();
    for (const result of summary.repositories) {
      const now = `${result.attempt} ${result.state}`;
      if (told.get(result.id) === now) continue;
      told.set(result.id, now);
      tell(result);
    }
    if (signal.aborted || summary.repositories.every(hasEnded)) return summary;
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
