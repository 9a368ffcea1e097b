import { digestOf } from '../generated-files.js';
import { isRecordedVersion, type RecordedVersions } from '../recorded-files.js';
import { mergeEdits, type MergeConflict } from './merge-edits.js';
import { readText, sameLines, withLineFeeds } from './text-form.js';

/** What becomes of one planned file. */
export type FileDecision =
  /** `create`: there is none; `replace`: nobody edited it; `merge`: edits and plan go together. */
  | { kind: 'create' | 'replace' | 'merge'; content: string }
  /** Nothing is to be written; `edited` when the file differs from the plan by a person's edits. */
  | { kind: 'unchanged'; edited: boolean }
  /**
   * `not-generated`: a person's file; `base-unknown`: edited, and what was generated is known by its digest only;
   * `deleted`: a person took the generated file away, and it is planned as it was.
   */
  | { kind: 'keep'; reason: 'not-generated' | 'base-unknown' | 'deleted' }
  /** `deleted`: a person took the file away, and its plan has changed since. Nothing is to be written. */
  | { kind: 'conflict'; reason: 'edited' | 'deleted'; conflicts: readonly MergeConflict[] };

type KnownVersions = Pick<RecordedVersions, 'bases' | 'digests'>;

export interface FileDecisionInput {
  /** What earlier runs generated under this path; absent when none did. */
  recorded?: KnownVersions | undefined;
  /** The text that is there now; undefined when there is no file. */
  current: string | undefined;
  planned: string;
}

/** Decides without touching anything what becomes of one planned file; a person's work is never lost. */
export function decideFile({ recorded, current, planned }: FileDecisionInput): FileDecision {
  const known = recorded !== undefined && recorded.bases.length + recorded.digests.length > 0;
  if (current === undefined) return known ? decideDeleted(recorded, planned) : { kind: 'create', content: planned };
  if (sameLines(current, planned)) return { kind: 'unchanged', edited: false };
  if (!known) return { kind: 'keep', reason: 'not-generated' };
  const base = isRecordedVersion(current, recorded) ? uneditedBase(recorded, current) : closestBase(recorded, current);
  return base === undefined ? { kind: 'keep', reason: 'base-unknown' } : decideEdited(base, current, planned);
}

/** True when the planned text is to be recorded as the file's new base: also where edits were merged into it. */
export function becomesBase(decision: FileDecision): boolean {
  return decision.kind !== 'keep' && decision.kind !== 'conflict';
}

function decideEdited(base: string, current: string, planned: string): FileDecision {
  const result = mergeEdits({ base, current, planned });
  if (result.kind === 'unchanged') return { kind: 'unchanged', edited: true };
  if (result.kind === 'conflict') return { ...result, reason: 'edited' };
  return { kind: result.kind === 'replaced' ? 'replace' : 'merge', content: result.content };
}

/** As with a branch that deletes what another changes: an unchanged plan leaves it deleted, a changed one is a conflict. */
function decideDeleted(recorded: KnownVersions, planned: string): FileDecision {
  const samePlan = recorded.bases.some((base) => sameLines(base, planned));
  if (samePlan || recorded.digests.includes(digestOf(planned))) return { kind: 'keep', reason: 'deleted' };
  const base = readText(recorded.bases[0] ?? '').lines;
  const conflict = { startLine: 1, plannedStartLine: 1, base, current: [], planned: readText(planned).lines };
  return { kind: 'conflict', reason: 'deleted', conflicts: [conflict] };
}

/** The version that `current` is, save for its line ends. */
function uneditedBase({ bases }: KnownVersions, current: string): string {
  return bases.find((base) => sameLines(base, current)) ?? withLineFeeds(current);
}

/** Of the versions that several features generated, the one that the edits started from: the fewest lines differ. */
function closestBase({ bases }: KnownVersions, current: string): string | undefined {
  const [first, ...others] = bases;
  if (first === undefined || others.length === 0) return first;
  const lines = readText(current).lines;
  let closest = { base: first, distance: lineDistance(first, lines) };
  for (const base of others) {
    const distance = lineDistance(base, lines);
    if (distance < closest.distance) closest = { base, distance };
  }
  return closest.base;
}

/** Lines that stand more often in one text than in the other; their order does not count. */
function lineDistance(base: string, lines: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of readText(base).lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}
