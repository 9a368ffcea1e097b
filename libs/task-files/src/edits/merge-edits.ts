import { breaksJson } from './json-guard.js';
import { stableLines } from './stable-lines.js';
import { readText, type TextForm, writeText } from './text-form.js';

/** Lines that a person and the new plan both changed, each in another way. */
export interface MergeConflict {
  /** Where it is in the current text and in the planned one, counted from 1; where a side took lines out, the next line. */
  startLine: number;
  plannedStartLine: number;
  base: readonly string[];
  current: readonly string[];
  planned: readonly string[];
}

export type MergeResult =
  /** Nothing is to be written: the text is as planned, or the plan is what it was. */
  | { kind: 'unchanged' }
  /** Nobody had edited the text. */
  | { kind: 'replaced'; content: string }
  | { kind: 'merged'; content: string }
  | { kind: 'conflict'; conflicts: readonly MergeConflict[] };

export interface MergeInput {
  /** What was generated last. */
  base: string;
  /** What is there now. */
  current: string;
  /** What is generated now. */
  planned: string;
}

/**
 * Brings the changes between `base` and `planned` into the text as its people keep it, line by line. Line ends, byte
 * order mark and final newline stay theirs. A merge that leaves JSON broken, which it was on neither side, is a conflict.
 * Takes time in proportion to the texts; regions too large to compare end as a conflict. Never throws.
 */
export function mergeEdits({ base, current, planned }: MergeInput): MergeResult {
  const [before, mine, theirs] = [readText(base), readText(current), readText(planned)];
  if (equal(mine.lines, theirs.lines) || equal(before.lines, theirs.lines)) return { kind: 'unchanged' };
  if (current === base) return { kind: 'replaced', content: planned };
  const form = mine.lines.length === 0 ? { ...theirs, ...emptyLines } : mine;
  if (equal(mine.lines, before.lines)) return { kind: 'replaced', content: writeText(theirs.lines, form) };
  const { lines, conflicts } = mergeLines(before.lines, mine.lines, theirs.lines);
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  const content = writeText(lines, form);
  if (content === current) return { kind: 'unchanged' };
  return breaksJson(content, [current, planned])
    ? { kind: 'conflict', conflicts: [wholeText(before, mine, theirs)] }
    : { kind: 'merged', content };
}

const emptyLines = { lines: [], rawLines: [] };

/** A number is a line of `current`, a text a new line. */
function mergeLines(base: readonly string[], current: readonly string[], planned: readonly string[]) {
  const lines: (number | string)[] = [];
  const conflicts: MergeConflict[] = [];
  let [o, a, b] = [0, 0, 0];
  const end = [base.length, current.length, planned.length] as const;
  for (const [nextO, nextA, nextB] of [...stableLines(base, current, planned), end]) {
    const [before, mine, theirs] = [base.slice(o, nextO), current.slice(a, nextA), planned.slice(b, nextB)];
    if (equal(mine, before) && !equal(theirs, before)) for (const line of theirs) lines.push(line);
    else if (equal(theirs, before) || equal(mine, theirs))
      for (let index = a; index < nextA; index += 1) lines.push(index);
    else conflicts.push({ startLine: a + 1, plannedStartLine: b + 1, base: before, current: mine, planned: theirs });
    if (nextA < current.length) lines.push(nextA);
    [o, a, b] = [nextO + 1, nextA + 1, nextB + 1];
  }
  return { lines, conflicts };
}

function wholeText(base: TextForm, current: TextForm, planned: TextForm): MergeConflict {
  return { startLine: 1, plannedStartLine: 1, base: base.lines, current: current.lines, planned: planned.lines };
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
