import type { Place, Run, Site } from './run.js';
import { shown } from './value.js';
import type { Value } from './value.js';

/** Notes why a command is refused; the same reason at the same place is noted once. */
export function refuse(site: Pick<Site, 'run' | 'at' | 'words'>, rule: string, message: string): void {
  refuseAt(site.run, site.at, site.words, rule, message);
}

export function refuseAt(run: Run, at: Place, words: readonly Value[], rule: string, message: string): void {
  const known = run.reasons.some(
    (reason) =>
      reason.rule === rule &&
      reason.message === message &&
      reason.at.line === at.line &&
      reason.at.column === at.column,
  );
  if (!known) run.reasons.push({ rule, message, at: { ...at }, words: words.map(shown) });
}
