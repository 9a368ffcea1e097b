import type { TaskContribution } from '@devops-orchestrator/capabilities';
import type { Plan } from '@devops-orchestrator/contracts';
import { quoteText } from '../plan/build-plan.js';
import type { AdmittedProposal } from './admit-proposal.js';

/** The contributions of a draft with what a model decided about them; without a proposal, as they are. */
export function applyProposal(
  contributions: readonly TaskContribution[],
  proposal: AdmittedProposal | undefined,
): readonly TaskContribution[] {
  if (proposal === undefined) return contributions;
  const dropped = new Set(proposal.dropped.map(({ slot }) => slot));
  const kept = contributions.filter(({ slot }) => !dropped.has(slot));
  return [...kept.map((contribution, index) => amend(contribution, index, kept, proposal)), ...proposal.added];
}

/** An amendment is one of the whole slot: the last contribution to it takes it. */
function amend(
  contribution: TaskContribution,
  index: number,
  kept: readonly TaskContribution[],
  { amended }: AdmittedProposal,
): TaskContribution {
  const amendment = amended.find(({ slot }) => slot === contribution.slot);
  const isLast = kept.findLastIndex(({ slot }) => slot === contribution.slot) === index;
  if (amendment === undefined || !isLast) return contribution;
  return {
    ...contribution,
    context: [contribution.context.trim(), amendment.context].filter((text) => text !== '').join('\n\n'),
    criteria: [...contribution.criteria, ...amendment.criteria],
  };
}

/** The plan's README with what a model decided, and why. */
export function tellProposal(plan: Plan, { dropped, amended, added }: AdmittedProposal): Plan {
  const lines = [
    ...dropped.map(({ slot, reason }) => `- left out ${slot}: ${quoteText(reason)}`),
    ...amended.map(({ slot }) => `- amended ${slot}`),
    ...added.map(({ slot, adds }) => `- added to ${slot}: ${quoteText(adds)}`),
  ];
  if (lines.length === 0) return plan;
  const criteria = added.flatMap((task) => task.criteria.map(({ text }) => `- ${quoteText(text)}`));
  const approach = added.map(
    ({ adds }) => `- A model carries out the instructions for ${quoteText(adds)}; the checks of the task prove it.`,
  );
  return {
    ...plan,
    overview: [plan.overview, ['Decided by a model in the role of the product manager:', '', ...lines].join('\n')].join(
      '\n\n',
    ),
    technicalApproach: joined(plan.technicalApproach, approach),
    successCriteria: joined(plan.successCriteria, criteria),
  };
}

function joined(section: string, lines: readonly string[]): string {
  return [...(section === '' ? [] : [section]), ...lines].join('\n');
}
