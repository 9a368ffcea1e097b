import type { FileTree } from '@devops-orchestrator/contracts';
import { featureFolder } from '@devops-orchestrator/task-files';
import { type PlanProposal, SavedProposal } from './plan-proposal.js';

/** What a proposal was made from. */
export interface ProposalOrigin {
  request: string;
  facts: readonly string[];
}

export function proposalPath(feature: string): string {
  return `${featureFolder(feature)}/proposal.json`;
}

/** The proposal that an earlier run was given for the same request over the same facts; undefined when there is none. */
export function readSavedProposal(feature: string, origin: ProposalOrigin, tree: FileTree): PlanProposal | undefined {
  const text = tree.read(proposalPath(feature));
  const saved = text === undefined ? undefined : parse(text);
  if (saved === undefined || saved.request !== origin.request) return undefined;
  return saved.facts.join('\n') === origin.facts.join('\n') ? saved.proposal : undefined;
}

export function renderSavedProposal(proposal: PlanProposal, { request, facts }: ProposalOrigin): string {
  const saved: SavedProposal = { schemaVersion: 1, request, facts: [...facts], proposal };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

function parse(text: string): SavedProposal | undefined {
  try {
    const parsed = SavedProposal.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
