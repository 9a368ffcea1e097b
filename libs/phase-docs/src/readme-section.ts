/** The README after the section was put in, and what was done. */
export interface ReadmeUpdate {
  content: string;
  change: 'created' | 'added' | 'replaced' | 'unchanged' | 'damaged';
}

/**
 * Puts the section between the feature's markers; appends it when there are none. No other byte changes, line ends are kept.
 * A start marker without an end is left alone: nobody knows where the section would stop.
 */
export function updateReadme(
  existing: string | undefined,
  feature: string,
  title: string,
  section: string,
): ReadmeUpdate {
  const [start, end] = [`<!-- devops-orchestrator:${feature}:start -->`, `<!-- devops-orchestrator:${feature}:end -->`];
  const lines = `${start}\n${section.trim()}\n${end}`;
  if (existing === undefined) return { content: `# ${title}\n\n${lines}\n`, change: 'created' };
  const newline = existing.includes('\r\n') ? '\r\n' : '\n';
  const block = lines.replaceAll('\n', newline);
  const from = existing.indexOf(start);
  if (from < 0) {
    if (existing.includes(end)) return { content: existing, change: 'damaged' };
    const gap = existing === '' ? '' : existing.endsWith('\n') ? newline : newline + newline;
    return { content: `${existing}${gap}${block}${newline}`, change: 'added' };
  }
  const to = existing.indexOf(end, from);
  if (to < 0) return { content: existing, change: 'damaged' };
  const content = `${existing.slice(0, from)}${block}${existing.slice(to + end.length)}`;
  return { content, change: content === existing ? 'unchanged' : 'replaced' };
}
