import type { Place, Run, Site } from './run.js';
import { shown } from './value.js';
import type { Value } from './value.js';

/** More than a person reads. */
const maximumReasons = 50;

/** Notes why a command is refused; the same reason at the same place is noted once. */
export function refuse(site: Pick<Site, 'run' | 'at' | 'words'>, rule: string, message: string): void {
  refuseAt(site.run, site.at, site.words, rule, message);
}

export function refuseAt(run: Run, at: Place, words: readonly Value[], rule: string, message: string): void {
  const reason = { rule, message, at: { ...at }, words: words.map(shown) };
  const text = JSON.stringify(reason);
  const isKnown = run.reasons.some((other) => JSON.stringify(other) === text);
  if (!isKnown && run.reasons.length < maximumReasons) run.reasons.push(reason);
}
