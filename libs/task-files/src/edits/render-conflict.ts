import type { MergeConflict } from './merge-edits.js';

const maximumConflicts = 3;
const maximumLines = 8;
const maximumColumns = 160;

/**
 * Both sides of each conflict with their line numbers, plain text for a terminal or a fence. At most three conflicts,
 * eight lines a side and 160 characters a line are shown; characters that would control a terminal are replaced.
 */
export function renderConflict(path: string, conflicts: readonly MergeConflict[]): string {
  const places = conflicts.length === 1 ? 'place' : 'places';
  const shown = conflicts.slice(0, maximumConflicts);
  const more = conflicts.length - shown.length;
  return [
    `${visible(path)}: edited since it was generated, and the new plan changes the same lines (${conflicts.length} ${places}); left as it is.`,
    ...shown.flatMap(renderPlace),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

function renderPlace(conflict: MergeConflict): readonly string[] {
  return [
    `  in the file, line ${conflict.startLine}:`,
    ...renderLines(conflict.current, conflict.startLine),
    `  planned, line ${conflict.plannedStartLine}:`,
    ...renderLines(conflict.planned, conflict.plannedStartLine),
    '  generated before:',
    ...renderLines(conflict.base),
  ];
}

function renderLines(lines: readonly string[], start?: number): readonly string[] {
  if (lines.length === 0) return ['         (no lines)'];
  const shown = lines.slice(0, maximumLines);
  const more = lines.length - shown.length;
  return [
    ...shown.map(
      (line, index) => `  ${(start === undefined ? '' : String(start + index)).padStart(6)} | ${visible(line)}`,
    ),
    ...(more > 0 ? [`         … ${more} more lines`] : []),
  ];
}

function visible(text: string): string {
  const cut = text.length > maximumColumns ? `${text.slice(0, maximumColumns)}…` : text;
  return cut.replaceAll('\t', '  ').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
