import { readFence } from './fence.js';
import { endOf, isSectionHeading, lineAt, parseBlocks, startOf } from './markdown.js';
import type { MarkdownNode } from './markdown.js';

/** What would end or swallow a section, at the start of a line or behind the marks of lists and quotations. */
const structure = /^([ \t>*+\-.)\d]*)(\\*)(?=##(?:[ \t]|$)|`{3}|~{3}|<)/;
const maximumPasses = 50;

/**
 * Writes Markdown so that it stays inside its section whatever it holds: a line that would open a section, a step, or a
 * block that never ends gets a backslash in front. `unescapeProse` takes exactly those away.
 */
export function escapeProse(text: string): string {
  const lines = normalizeProse(text)
    .split('\n')
    .map((line) => (structure.exec(line)?.[2] ? escapeLine(line) : line));
  for (let pass = 0; pass < maximumPasses; pass += 1) {
    const offending = findOffendingLines(lines.join('\n'));
    if (offending.length === 0) return lines.join('\n');
    for (const line of offending) lines[line - 1] = escapeLine(lines[line - 1] ?? '');
  }
  return lines.map((line) => (structure.exec(line)?.[2] === '' ? escapeLine(line) : line)).join('\n');
}

export function unescapeProse(text: string): string {
  return normalizeProse(text)
    .split('\n')
    .map((line) => (structure.exec(line)?.[2] ? line.replace('\\', '') : line))
    .join('\n');
}

/** Line ends become LF; blank lines around and spaces at the end go. */
export function normalizeProse(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return first === -1 ? '' : lines.slice(first).join('\n');
}

/** One line without spaces around; for titles, criteria and subjects. */
export function singleLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** True for the info string of a fence that the engine carries out. */
export function isExecutableInfo(info: string): boolean {
  return /(?:^|\s)(?:file|check)=/.test(info) || /^text\s+instruction(?:\s|$)/.test(info);
}

function findOffendingLines(text: string): number[] {
  const sentinel = text.length + 2;
  const source = `${text}\n\n## End`;
  const offending: number[] = [];
  for (const node of parseBlocks(source)) {
    const start = startOf(node);
    offending.push(...findNestedFences(node).map((fence) => lineAt(source, startOf(fence) + 1)));
    const swallows = start < sentinel && endOf(node) > sentinel;
    const isStep = isExecutableInfo(readFence(node, source)?.info ?? '');
    const opensSection = start < sentinel && isSectionHeading(node, source);
    if (swallows || isStep || opensSection) offending.push(lineAt(source, start + 1));
  }
  return offending;
}

/** Fences that the engine would carry out if they were not inside of a list or a quotation. */
export function findNestedFences(node: MarkdownNode): MarkdownNode[] {
  const found: MarkdownNode[] = [];
  const pending: MarkdownNode[] = node.type === 'list' || node.type === 'blockquote' ? [node] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.type === 'code' && isExecutableInfo([next.lang, next.meta].join(' '))) found.push(next);
    if ('children' in next) pending.push(...(next.children as MarkdownNode[]));
  }
  return found;
}

function escapeLine(line: string): string {
  return line.replace(structure, '$1\\$2');
}
