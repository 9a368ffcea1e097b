import type { FleetSummary, RepositoryResult } from '../documents/summary.js';
import { RepositoryState } from '../documents/summary.js';

const marks: Record<RepositoryResult['state'], string> = {
  waiting: '·',
  queued: '·',
  running: '▸',
  done: '✓',
  failed: '✗',
  refused: '–',
  interrupted: '‖',
  cancelled: '–',
};

/** The summary as a Markdown document. */
export function renderSummary({ fleetId, counts, repositories }: FleetSummary): string {
  const states = RepositoryState.options
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`);
  const rows = repositories.map(
    (result) =>
      `| ${marks[result.state]} ${result.state} | ${cell(result.id)} | ${cell(result.feature ?? '')} | ${result.commits.length} | ${cell(result.branch ?? '')} | ${cell(result.reason ?? result.bundle ?? result.step ?? '')} |`,
  );
  return [
    `# Fleet ${fleetId}`,
    '',
    `${repositories.length} repositories: ${states.join(', ')}.`,
    '',
    '| state | repository | feature | commits | branch | notes |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** One line that tells a change of state. */
export function renderChange({ state, id, step, commits, reason, attempt }: RepositoryResult): string {
  const more = [
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(state === 'done' ? [`${commits.length} commits`] : []),
    ...(state === 'running' && step !== undefined ? [step] : []),
    ...(reason === undefined ? [] : [reason]),
  ];
  return `${marks[state]} ${id} ${state}${more.length === 0 ? '' : `: ${more.join(', ')}`}`;
}

/** Text in a table's cell: no pipe, no line end, no mark-up of its own. */
function cell(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\|<>`]/g, '\\$&')
    .slice(0, 300);
}
