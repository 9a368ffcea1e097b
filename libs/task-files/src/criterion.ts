import type { AcceptanceCriterion } from '@devops-orchestrator/contracts';
import { singleLine } from './prose.js';

/** Parentheses that read as a list of checks: at the end, or in front of a verdict. */
const group = / \(([a-z0-9-]+(?:, ?[a-z0-9-]+)*|)\)(?= — |$)/;

/** Writes a criterion without its bullet: `[x] text (check-a, check-b) — passed`. */
export function renderCriterion({ text, checks, met, verdict }: AcceptanceCriterion): string {
  const escaped = escapeText(singleLine(text));
  const needsGroup = checks.length > 0 || verdict !== undefined || group.test(` ${singleLine(text)}`);
  const suffix = verdict === undefined ? '' : ` — ${singleLine(verdict)}`;
  return `[${met ? 'x' : ' '}] ${escaped}${needsGroup ? ` (${checks.join(', ')})` : ''}${suffix}`;
}

/** Reads a criterion without its bullet; undefined when it has no box. */
export function parseCriterion(item: string): AcceptanceCriterion | undefined {
  const match = /^\[([ xX])\]\s+(\S.*)$/s.exec(item);
  if (!match?.[2]) return undefined;
  const body = singleLine(match[2]);
  const found = group.exec(body);
  const text = unescapeText(found ? body.slice(0, found.index) : body);
  const verdict = found ? body.slice(found.index + found[0].length + ' — '.length).trim() : '';
  return {
    text,
    checks: found?.[1] ? found[1].split(/, ?/) : [],
    met: match[1] !== ' ',
    ...(verdict === '' ? {} : { verdict }),
  };
}

/** Keeps parentheses of the text from being read as checks; a backslash in Markdown is two. */
function escapeText(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\((?=[a-z0-9, -]*\)(?: —|$))/g, '\\(');
}

function unescapeText(text: string): string {
  return text.replace(/\\([\\(])/g, '$1');
}
