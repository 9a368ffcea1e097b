import {
  type AgentShare,
  askInStep,
  inStep,
  type OrchestrationRequest,
  type PhaseContext,
  TaskSlot,
} from '@devops-orchestrator/contracts';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { withoutGenerated } from '@devops-orchestrator/task-files';
import { renderTemplate } from '@devops-orchestrator/templates';
import { assembleTasks } from '../plan/assemble-tasks.js';
import { planFacts } from '../plan/plan-facts.js';
import { type Draft, draftRequest } from '../plan/plan-request.js';
import { PlanProposal } from './plan-proposal.js';
import { readSavedProposal } from './saved-proposal.js';

const role = 'senior-product-manager';
const mostFacts = 120;

/** What came of asking a model about the draft of a plan. */
export interface Proposed {
  proposal?: PlanProposal;
  share?: AgentShare;
  notes: string[];
}

/** Asks the model where the engine has no answer of its own, or where it is asked for; the draft stands whatever comes of it. */
export async function proposePlan(request: OrchestrationRequest, context: PhaseContext): Promise<Proposed> {
  if (context.agent === undefined) return { notes: [] };
  const brief = await inStep('draft-plan', 'pm/draft', { request }, context, (wanted) =>
    briefOf(wanted.request, context),
  );
  if (brief.question === null) return { notes: [] };
  const call = { role, phase: 'pm' as const, conversation: `pm/agent@${brief.at}`, ...brief.question };
  const { result, share } = await askInStep(call, PlanProposal, 'pm/agent', context);
  if (result.type === 'answered') return { proposal: result.value, share, notes: [] };
  return { share, notes: [`The model gave no plan that can be used (${result.type}); the built-in plan stands.`] };
}

interface Brief {
  question: { system: string[]; prompt: string } | null;
  at: string;
}

async function briefOf(request: OrchestrationRequest, context: PhaseContext): Promise<Brief> {
  const everything = await context.workspace.scan();
  const files = withoutGenerated(everything);
  const analysis = analyzeRepository(files);
  const draft = draftRequest({ ...request, analysis, files });
  const facts = planFacts(analysis);
  const saved = readSavedProposal(draft.feature, { request: request.request, facts }, everything);
  const asks = saved === undefined && needsAnswer(request, draft);
  return { question: asks ? questionOf(request, draft, facts) : null, at: context.clock.now().toISOString() };
}

/** `auto`: what was asked for and is not made, or not understood. `claude`: always, unless the request excludes everything. */
function needsAnswer({ engine }: OrchestrationRequest, { intent, contributions }: Draft): boolean {
  const { infrastructure, unsupported, notUnderstood, exclusions } = intent;
  if (engine === 'claude') return contributions.length > 0 || unsupported.length > 0 || exclusions.length === 0;
  return infrastructure && unsupported.length + notUnderstood.length > 0;
}

function questionOf(request: OrchestrationRequest, draft: Draft, facts: readonly string[]): Brief['question'] {
  const { intent, contributions, refusal } = draft;
  const tasks = assembleTasks(contributions);
  const used = new Set(contributions.map(({ slot }) => slot));
  const slots = TaskSlot.options.filter((slot) => used.has(slot));
  const shown =
    facts.length > mostFacts ? [...facts.slice(0, mostFacts), `… and ${facts.length - mostFacts} more`] : facts;
  return {
    system: [
      `${renderTemplate('prompts/ground-rules.md', {})}\n${renderTemplate('prompts/senior-product-manager.md', {})}`,
      renderTemplate('prompts/repository-facts.md', { facts: shown.length === 0 ? 'none' : shown.join('\n') }),
    ],
    prompt: renderTemplate('prompts/plan-proposal.md', {
      request: request.request,
      unsupported: intent.unsupported.map(({ id }) => id),
      notUnderstood: intent.notUnderstood.join('\n'),
      excluded: intent.exclusions.map(({ id }) => id),
      problem: contributions.length === 0 ? (refusal?.message ?? '') : '',
      tasks: tasks.map((task, index) => ({ slot: slots[index] ?? '', text: describeTask(task) })),
      free: TaskSlot.options.filter((slot) => !used.has(slot)),
    }),
  };
}

function describeTask({ planned, task }: ReturnType<typeof assembleTasks>[number]): string {
  const paths = task.steps.flatMap((step) => (step.kind === 'file' ? [step.path] : []));
  return [
    planned.summary,
    `Files: ${paths.join(', ')}`,
    `Checks: ${task.checks.map(({ id }) => id).join(', ')}`,
    ...task.criteria.map(({ text }) => `Criterion: ${text}`),
  ].join('\n');
}
