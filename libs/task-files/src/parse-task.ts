import type { AcceptanceCriterion, Task } from '@devops-orchestrator/contracts';
import { parseChecks } from './parse-checks.js';
import { parseSteps } from './parse-steps.js';
import { parseCriterion } from './criterion.js';
import { endOf, startOf } from './markdown.js';
import { unescapeProse } from './prose.js';
import { readDocument } from './task-document.js';
import type { MarkdownDocument } from './task-document.js';

/** A criterion with the offsets of its text in the source. */
export interface LocatedCriterion {
  criterion: AcceptanceCriterion;
  start: number;
  end: number;
}

/**
 * Reads a task file, rendered or written by hand.
 * @throws {TaskFileError} with line and reason, when it cannot be carried out as it stands.
 */
export function parseTask(path: string, text: string): Task {
  const document = readDocument(path, text);
  const context = document.section('Context');
  const { steps, commit } = parseSteps(document);
  const checks = parseChecks(document);
  const criteria = locateCriteria(document);
  const known = new Set(checks.map(({ id }) => id));
  for (const { criterion, start } of criteria) {
    const unknown = criterion.checks.find((id) => !known.has(id));
    if (unknown !== undefined) throw document.fail(start, `the criterion names the unknown check "${unknown}"`);
  }
  return {
    title: document.title,
    context: unescapeProse(document.source.slice(context.start, context.end)),
    steps,
    checks,
    criteria: criteria.map(({ criterion }) => criterion),
    commit: commit ?? document.title,
  };
}

/** Finds the criteria in file order. @throws {TaskFileError} when a list item has no box. */
export function locateCriteria(document: MarkdownDocument): LocatedCriterion[] {
  const items = document
    .section('Acceptance Criteria')
    .nodes.flatMap((node) => (node.type === 'list' ? node.children : []));
  return items.map((item) => {
    const paragraph = item.children[0];
    const [start, end] = paragraph ? [startOf(paragraph), endOf(paragraph)] : [startOf(item), endOf(item)];
    const criterion = parseCriterion(document.source.slice(start, end));
    if (!criterion) throw document.fail(start, 'expected a criterion, `- [ ] text (check-id)`');
    return { criterion, start, end };
  });
}
