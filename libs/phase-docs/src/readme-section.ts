/** The section of a feature in a README, and the text around it. */
export interface ReadmeSection {
  before: string;
  /** From the start marker to the end marker. */
  section: string;
  after: string;
}

function markersOf(feature: string): readonly [start: string, end: string] {
  return [`<!-- devops-orchestrator:${feature}:start -->`, `<!-- devops-orchestrator:${feature}:end -->`];
}

/** The section between its markers, as it is to be. */
export function renderSection(feature: string, body: string): string {
  const [start, end] = markersOf(feature);
  return `${start}\n${body.trim()}\n${end}`;
}

/**
 * Takes a README apart at the markers of a feature; undefined when it has neither marker, `damaged` when it has one:
 * nobody knows where the section would stop.
 */
export function findSection(readme: string, feature: string): ReadmeSection | 'damaged' | undefined {
  const [start, end] = markersOf(feature);
  const from = readme.indexOf(start);
  if (from < 0) return readme.includes(end) ? 'damaged' : undefined;
  const to = readme.indexOf(end, from);
  if (to < 0) return 'damaged';
  return {
    before: readme.slice(0, from),
    section: readme.slice(from, to + end.length),
    after: readme.slice(to + end.length),
  };
}

/** The README with the section at its end; no other byte changes, line ends are the README's. */
export function appendSection(readme: string, section: string): string {
  const newline = readme.includes('\r\n') ? '\r\n' : '\n';
  const gap = readme === '' ? '' : readme.endsWith('\n') ? newline : newline + newline;
  return `${readme}${gap}${section.replaceAll('\n', newline)}${newline}`;
}
