import type { AcceptanceCriterion } from '@devops-orchestrator/contracts';
import { renderCriterion } from './criterion.js';
import { locateCriteria } from './parse-task.js';
import { readDocument } from './task-document.js';

/** What a run found out about one criterion. */
export type CriterionVerdict = Pick<AcceptanceCriterion, 'met' | 'verdict'>;

/**
 * Writes boxes and verdicts into a task file; every other byte stays as it is.
 * @param verdicts one for each criterion, in the order of the file.
 * @throws {TaskFileError} when the file has not that many criteria.
 */
export function tickTask(path: string, text: string, verdicts: readonly CriterionVerdict[]): string {
  const document = readDocument(path, text);
  const located = locateCriteria(document);
  if (located.length !== verdicts.length) {
    throw document.fail(
      document.section('Acceptance Criteria').start - 1,
      `expected ${verdicts.length} criteria, found ${located.length}`,
    );
  }
  const windows = document.source !== text.replace(/^\uFEFF/, '');
  let ticked = document.source;
  for (const [index, { criterion, start, end }] of [...located.entries()].reverse()) {
    const { met, verdict } = verdicts[index]!;
    if (criterion.met === met && criterion.verdict === verdict) continue;
    const updated = {
      text: criterion.text,
      checks: criterion.checks,
      met,
      ...(verdict === undefined ? {} : { verdict }),
    };
    ticked = ticked.slice(0, start) + renderCriterion(updated) + ticked.slice(end);
  }
  return (text.startsWith('\uFEFF') ? '\uFEFF' : '') + (windows ? ticked.replaceAll('\n', '\r\n') : ticked);
}
