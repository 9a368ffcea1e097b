import type { Capability, CapabilityInput } from '@devops-orchestrator/capabilities';
import type { Component, Evidence, Intent, Plan, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import type { AssembledTask } from './assemble-tasks.js';
import { featureTitle } from './feature-name.js';

export interface PlanInput extends CapabilityInput {
  feature: string;
  capabilities: readonly Capability[];
  tasks: readonly AssembledTask[];
}

/** The plan's README as data. Everything it says comes from the analysis, the intent and the capabilities. */
export function buildPlan(input: PlanInput): Plan {
  const overviews = input.capabilities.map((capability) => capability.overview(input));
  return {
    schemaVersion: 1,
    feature: input.feature,
    title: featureTitle(input.intent, input.model.project),
    overview: overviewSection(input),
    technicalApproach: bullets(overviews.flatMap(({ approach }) => approach)),
    prerequisites: bullets([
      'Git, and Node.js only where the task says so.',
      ...overviews.flatMap((o) => o.prerequisites),
    ]),
    successCriteria: bullets(overviews.flatMap(({ success }) => success)),
    infrastructureWorkflow: workflowSection(input),
    tasks: input.tasks.map(({ planned }) => planned),
    intent: input.intent,
  };
}

function overviewSection({ analysis, intent }: PlanInput): string {
  return [
    `Requested: ${quoteText(intent.request)}`,
    ['What the repository holds:', '', ...componentLines(analysis)].join('\n'),
    ...(analysis.services.length === 0
      ? []
      : [['Backing services:', '', ...analysis.services.map(serviceLine)].join('\n')]),
    ['What is made:', '', ...intent.capabilities.map(capabilityLine)].join('\n'),
    ...list(
      'What the request excludes:',
      intent.exclusions.map(({ id, phrase }) => `${id} (${quoteText(phrase)})`),
    ),
    ...list(
      'Asked for, and not made by this version:',
      intent.unsupported.map(({ id, phrase }) => `${id} (${quoteText(phrase)})`),
    ),
    ...list('Not understood:', intent.notUnderstood.map(quoteText)),
    ...list('Assumptions:', intent.assumptions),
    ...list(
      'What to know about this repository:',
      analysis.notes.map((note) => `${note.message}${cite(note.evidence)}`),
    ),
  ].join('\n\n');
}

function componentLines({ components }: RepositoryAnalysis): readonly string[] {
  return components.map((component) => `- ${describeComponent(component)}`);
}

function describeComponent(component: Component): string {
  const stack = [component.framework, component.language].filter((word) => word !== undefined).join(', ');
  const runtime = component.runtime === undefined ? '' : `, ${component.runtime.runtime} ${component.runtime.resolved}`;
  const port = component.port === undefined ? '' : `, port ${component.port}`;
  return `\`${component.id}\` in \`${component.path}\`: ${component.kind} (${stack}${runtime}${port})${cite(component.evidence.slice(0, 2))}`;
}

function serviceLine({ kind, usedBy, evidence }: RepositoryAnalysis['services'][number]): string {
  return `- ${kind}, used by ${usedBy.join(', ')}${cite(evidence.slice(0, 2))}`;
}

function capabilityLine({ id, phrase, impliedBy }: Intent['capabilities'][number]): string {
  return impliedBy === undefined ? `- ${id}: asked for by ${quoteText(phrase)}` : `- ${id}: ${impliedBy}`;
}

function workflowSection({ tasks }: PlanInput): string {
  return bullets([
    'Branch strategy: every task is one commit on the branch the run was started on (or on `--branch NAME`); review it as one pull request.',
    'Testing: each task file names its checks; `devops-orchestrator implement` runs them and ticks only what they proved.',
    `Rollout: the ${tasks.length === 1 ? 'task is' : `${tasks.length} tasks are`} applied in order and the run stops at the first one that fails; deploy to staging first, then to production.`,
    'Undo: `git revert` the commit of a task; tasks change no file of yours that has content of its own.',
  ]);
}

/** Untrusted words in Markdown: one line, as a code span that they cannot leave. */
export function quoteText(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const shown = flat.length > 500 ? `${flat.slice(0, 500)}…` : flat;
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

function cite(evidence: readonly Evidence[]): string {
  return evidence.length === 0 ? '' : ` (${evidence.map(({ file, line }) => quoteText(`${file}:${line}`)).join(', ')})`;
}

function list(heading: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [[heading, '', ...items.map((item) => `- ${item}`)].join('\n')];
}

function bullets(items: readonly string[]): string {
  return [...new Set(items)].map((item) => `- ${item}`).join('\n');
}
