import type { Plan, PlannedTask } from '@devops-orchestrator/contracts';
import { endOf, startOf } from './markdown.js';
import { escapeProse, singleLine, unescapeProse } from './prose.js';
import { readDocument } from './task-document.js';
import type { MarkdownDocument } from './task-document.js';

/** What the plan's README holds: the plan without the intent. */
export type PlanReadme = Omit<Plan, 'schemaVersion' | 'intent'>;

/** Writes the plan's README with the seed's six sections. */
export function renderPlanReadme(plan: PlanReadme): string {
  const blocks = [
    `# ${singleLine(plan.title)}`,
    `Feature: \`${plan.feature}\``,
    '## Overview',
    escapeProse(plan.overview),
    '## Technical Approach',
    escapeProse(plan.technicalApproach),
    '## Task Execution Order',
    plan.tasks.map((task, index) => `${index + 1}. ${renderTaskLine(task)}`).join('\n'),
    '## Prerequisites',
    escapeProse(plan.prerequisites),
    '## Success Criteria',
    escapeProse(plan.successCriteria),
    '## Infrastructure Workflow',
    escapeProse(plan.infrastructureWorkflow),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Reads a plan's README. @throws {TaskFileError} with line and reason, when a part is missing. */
export function parsePlanReadme(path: string, text: string): PlanReadme {
  const document = readDocument(path, text);
  const prose = (name: string) => {
    const section = document.section(name);
    return unescapeProse(document.source.slice(section.start, section.end));
  };
  const preamble = document.source.slice(0, document.section('Overview').start);
  const feature = /^Feature: `([a-z0-9-]+)`[ \t]*$/m.exec(preamble)?.[1];
  if (feature === undefined) throw document.fail(0, 'expected a line Feature: `name-in-kebab-case` under the title');
  return {
    feature,
    title: document.title,
    overview: prose('Overview'),
    technicalApproach: prose('Technical Approach'),
    prerequisites: prose('Prerequisites'),
    successCriteria: prose('Success Criteria'),
    infrastructureWorkflow: prose('Infrastructure Workflow'),
    tasks: parseTaskLines(document),
  };
}

function renderTaskLine({ file, title, summary }: PlannedTask): string {
  const label = singleLine(title).replace(/[\\[\]]/g, '\\$&');
  return `[${label}](${file})${summary === '' ? '' : `: ${singleLine(summary)}`}`;
}

function parseTaskLines(document: MarkdownDocument): PlannedTask[] {
  const section = document.section('Task Execution Order');
  const items = section.nodes.flatMap((node) => (node.type === 'list' ? node.children : []));
  const tasks = items.map((item) => {
    const paragraph = item.children[0];
    const line = paragraph ? singleLine(document.source.slice(startOf(paragraph), endOf(paragraph))) : '';
    const match = /^\[((?:[^\\\]]|\\.)*)\]\((\d{2}-[a-z0-9-]+\.md)\)(?:: (.*))?$/.exec(line);
    if (!match?.[2]) throw document.fail(startOf(item), 'expected a task, `1. [Title](01-name.md): summary`');
    return { file: match[2], title: (match[1] ?? '').replace(/\\(.)/g, '$1'), summary: match[3] ?? '' };
  });
  const second = tasks.findIndex(({ file }, index) => tasks.findIndex((other) => other.file === file) !== index);
  if (second !== -1) throw document.fail(startOf(items[second]!), `task file ${tasks[second]!.file} comes twice`);
  if (tasks.length === 0) throw document.fail(section.start - 1, 'no task is listed');
  return tasks;
}
