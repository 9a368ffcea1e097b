import type { Task, TaskCheck, TaskStep } from '@devops-orchestrator/contracts';
import { renderCriterion } from './criterion.js';
import { renderFence } from './fence.js';
import { renderInfoString } from './info-string.js';
import type { Attribute } from './info-string.js';
import { escapeProse, singleLine } from './prose.js';

/**
 * Writes a task as its Markdown file. `parseTask` reads the same task back, save that single-line texts lose line
 * ends, prose loses blank lines around it, prose next to prose becomes one step, and content ends in a newline.
 */
export function renderTask(task: Task): string {
  const blocks = [
    `# ${singleLine(task.title)}`,
    '## Context',
    escapeProse(task.context),
    '## Implementation',
    ...task.steps.map(renderStep),
    `Commit: ${codeSpan(`feat(infra): ${singleLine(task.commit)}`)}`,
    '## Verification',
    ...task.checks.map(renderCheck),
    '## Acceptance Criteria',
    task.criteria.map((criterion) => `- ${renderCriterion(criterion)}`).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function renderStep(step: TaskStep): string {
  if (step.kind === 'prose') return escapeProse(step.text);
  if (step.kind === 'instruction') return renderFence('text instruction', `${step.text}\n`);
  const attributes: Attribute[] = [{ name: 'file', value: step.path }];
  if (step.executable) attributes.push({ name: 'executable' });
  return renderFence(renderInfoString({ language: step.language, attributes }), step.content);
}

function renderCheck(check: TaskCheck): string {
  const attributes: Attribute[] = [
    { name: 'check', value: check.id },
    { name: 'tier', value: check.tier },
  ];
  if (check.requires.length > 0) attributes.push({ name: 'requires', value: check.requires.map(encodeItem).join(',') });
  attributes.push({ name: 'timeout', value: String(check.timeoutSeconds) });
  if (check.cleanup !== undefined) attributes.push({ name: 'cleanup', value: check.cleanup });
  return renderFence(renderInfoString({ language: 'bash', attributes }), `${check.command}\n`);
}

function encodeItem(item: string): string {
  return item.replace(/[%,]/g, encodeURIComponent);
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marker = '`'.repeat(longest + 1);
  return longest === 0 ? `${marker}${text}${marker}` : `${marker} ${text} ${marker}`;
}
