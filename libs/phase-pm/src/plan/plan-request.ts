import {
  buildDeliveryModel,
  capabilities,
  type Capability,
  type CapabilityInput,
  type TaskContribution,
} from '@devops-orchestrator/capabilities';
import {
  type FileTree,
  type Intent,
  OrchestratorError,
  type Plan,
  type RepositoryAnalysis,
} from '@devops-orchestrator/contracts';
import type { AdmittedProposal } from '../proposal/admit-proposal.js';
import { applyProposal, tellProposal } from '../proposal/apply-proposal.js';
import { readIntent } from '../intent/read-intent.js';
import { type AssembledTask, assembleTasks } from './assemble-tasks.js';
import { buildPlan } from './build-plan.js';
import { featureName } from './feature-name.js';

export interface PlanningInput {
  request: string;
  feature?: string | undefined;
  repositoryName: string;
  analysis: RepositoryAnalysis;
  /** The repository without what was generated before. */
  files: FileTree;
}

/** What the engine makes of a request by itself: the start of every plan. */
export interface Draft {
  intent: Intent;
  feature: string;
  capabilities: readonly Capability[];
  contributions: readonly TaskContribution[];
  input: CapabilityInput;
  /** Why there is no contribution. */
  refusal?: OrchestratorError;
}

/** Reads the request and collects what the capabilities contribute, without touching anything. */
export function draftRequest({ request, feature, repositoryName, analysis, files }: PlanningInput): Draft {
  const read = readIntent(request, capabilities, analysis.components);
  const asked = capabilities.filter(({ id }) => read.capabilities.some((capability) => capability.id === id));
  const intent = { ...read, assumptions: [...read.assumptions, ...keptParts(read, asked)] };
  const model = buildDeliveryModel({ analysis, intent, repositoryName, files });
  const input: CapabilityInput = { analysis, intent, model, files };
  const able = asked.filter((capability) => model.components.length > 0 || servesLibrary(capability, analysis));
  const contributions = able.flatMap((capability) => capability.contribute(input));
  const refusal = asked.length === 0 ? notInfrastructure(intent) : nothingDeployable(analysis);
  return {
    intent,
    feature: feature ?? featureName(intent),
    capabilities: able,
    contributions,
    input,
    ...(contributions.length === 0 ? { refusal } : {}),
  };
}

/**
 * Plans without touching anything.
 *
 * @param admitted what a model decided about the draft
 * @throws {OrchestratorError} `not-infrastructure` or `nothing-deployable`
 */
export function planRequest(
  planning: PlanningInput,
  admitted?: AdmittedProposal,
): { plan: Plan; tasks: readonly AssembledTask[] } {
  return planDraft(draftRequest(planning), admitted);
}

/** The plan of a draft. @throws {OrchestratorError} as `planRequest` does. */
export function planDraft(draft: Draft, admitted?: AdmittedProposal): { plan: Plan; tasks: readonly AssembledTask[] } {
  const tasks = assembleTasks(applyProposal(draft.contributions, admitted));
  if (tasks.length === 0) throw draft.refusal ?? nothingDeployable(draft.input.analysis);
  const plan = buildPlan({ ...draft.input, feature: draft.feature, capabilities: draft.capabilities, tasks });
  return { plan: admitted === undefined ? plan : tellProposal(plan, admitted), tasks };
}

/** F08: what is excluded and made all the same is told. */
function keptParts({ exclusions }: Intent, asked: readonly Capability[]): readonly string[] {
  return asked.flatMap(({ title, indivisibleParts = [] }) =>
    exclusions
      .filter(({ id }) => indivisibleParts.includes(id))
      .map(({ id }) => `${title} cannot leave out ${id} yet: it is made, delete what you do not want of it.`),
  );
}

/** A library has no image to build, but it has tests that a pipeline can run. */
function servesLibrary(capability: Capability, { components }: RepositoryAnalysis): boolean {
  return (
    capability.servesLibraries === true &&
    components.some(({ test, lint, build }) => (test ?? lint ?? build) !== undefined)
  );
}

function notInfrastructure(intent: Intent): OrchestratorError {
  const can = capabilities.map(({ title }) => title.toLowerCase()).join(', ');
  const unsupported = intent.unsupported.map(({ id }) => id).join(', ');
  const reason =
    unsupported !== ''
      ? `The request asks for ${unsupported}, which this version does not make yet.`
      : intent.exclusions.length > 0
        ? 'The request excludes everything it asks for, so nothing is left to make.'
        : 'The request does not ask for infrastructure that this program can make.';
  return new OrchestratorError('not-infrastructure', reason, {
    hint: `It can make: ${can}. Example: "Dockerize this application, add CI and monitoring". Nothing was written.`,
  });
}

function nothingDeployable(analysis: RepositoryAnalysis): OrchestratorError {
  const found = analysis.components.map(({ id, kind, language }) => `${id} (${kind}, ${language})`).join(', ');
  const why = analysis.notes
    .map(({ message }) => message)
    .slice(0, 3)
    .join(' ');
  return new OrchestratorError(
    'nothing-deployable',
    `Expected at least one application that can be deployed; found ${found === '' ? 'none' : found}.${why === '' ? '' : ` ${why}`}`,
    { hint: '`devops-orchestrator analyze` shows what was read and why. Nothing was written.' },
  );
}
