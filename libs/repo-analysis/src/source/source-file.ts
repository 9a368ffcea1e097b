import type { Evidence } from '@devops-orchestrator/contracts';
import { maskComments, type CommentStyle } from './mask-comments.js';

/** A source file's code, without comments and without lines that no person wrote. */
export interface SourceFile {
  readonly path: string;
  /** Comments and lines over 2,000 characters are taken out; line numbers are those of the file. */
  readonly text: string;
  readonly lines: readonly string[];
}

export interface SourceMatch {
  readonly groups: readonly (string | undefined)[];
  /** 1-based. */
  readonly line: number;
  readonly file: string;
  /** Offset in `text` of the match. */
  readonly start: number;
  /** Offset in `text` behind the match. */
  readonly end: number;
}

/** Longer lines are minified or data. */
const longestLine = 2000;

export function parseSourceFile(path: string, text: string, style: CommentStyle): SourceFile {
  const kept = text
    .split('\n')
    .map((line) => (line.length > longestLine ? '' : line.endsWith('\r') ? line.slice(0, -1) : line))
    .join('\n');
  const masked = maskComments(kept, style);
  return { path, text: masked, lines: masked.split('\n') };
}

/**
 * All matches of a global pattern in the code, with their lines. The pattern must be linear: no nested quantifiers, and no
 * unbounded run at its start.
 */
export function matchSource(file: SourceFile, pattern: RegExp): SourceMatch[] {
  const matches: SourceMatch[] = [];
  let line = 1;
  let position = 0;
  for (const found of file.text.matchAll(pattern)) {
    for (let next = file.text.indexOf('\n', position); next >= 0 && next < found.index;) {
      line += 1;
      position = next + 1;
      next = file.text.indexOf('\n', position);
    }
    matches.push({
      groups: found.slice(1),
      line,
      file: file.path,
      start: found.index,
      end: found.index + found[0].length,
    });
  }
  return matches;
}

export function evidenceOf(match: Pick<SourceMatch, 'file' | 'line'>, reason: string): Evidence {
  return { file: match.file, line: match.line, reason };
}
