import {
  changeOf,
  type FileTree,
  inStep,
  type OrchestrationRequest,
  type Phase,
  type PhaseContext,
  type Plan,
  type RepositoryAnalysis,
  writeFilesInStep,
} from '@devops-orchestrator/contracts';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { withoutGenerated } from '@devops-orchestrator/task-files';
import { PmInput, PmOutput } from './contract.js';
import { followExistingPlan } from './plan/follow-existing-plan.js';
import { planFacts } from './plan/plan-facts.js';
import { draftRequest, planDraft } from './plan/plan-request.js';
import { admitProposal } from './proposal/admit-proposal.js';
import type { PlanProposal } from './proposal/plan-proposal.js';
import { proposePlan } from './proposal/propose-plan.js';
import {
  type ProposalOrigin,
  proposalPath,
  readSavedProposal,
  renderSavedProposal,
} from './proposal/saved-proposal.js';
import { assertPlanCanBeApplied } from './write/assert-applicable.js';
import { commitPlan, decidePlanFiles, type PlanFiles } from './write/plan-files.js';
import { readExistingPlan } from './write/read-existing-plan.js';

/** Keys of the steps that make the plan and that write it. */
export const planMadeKey = 'pm/plan';
export const planWrittenKey = 'pm/write';

/** Phase 1: reads the repository and the request, and writes the plan and its task files. */
export const pmPhase: Phase<PmInput, PmOutput> = {
  id: 'pm',
  agent: 'senior-product-manager',
  input: PmInput,
  output: PmOutput,
  async run({ request }, context) {
    const { proposal, share, notes: answered } = await proposePlan(request, context);
    const wanted = { request, ...(proposal === undefined ? {} : { proposal }) };
    const made = await inStep('make-plan', planMadeKey, wanted, context, (input) => makePlan(input, context));
    const { analysis, plan, files, writes, notes } = made;
    const [components, services] = [analysis.components.length, analysis.services.length];
    context.emit({ type: 'analysis-finished', components, services });
    await writeFilesInStep(writes, planWrittenKey, context);
    const commit = request.commit ? await commitPlan(plan.feature, made.commit, context) : undefined;
    context.emit({ type: 'plan-written', feature: plan.feature, tasks: plan.tasks });
    return {
      schemaVersion: 1,
      analysis,
      plan,
      files,
      notes: [...answered, ...notes],
      ...(commit === undefined ? {} : { commit }),
      ...(share === undefined ? {} : { modelWork: share }),
    };
  },
};

interface MadePlan extends PlanFiles {
  analysis: RepositoryAnalysis;
  plan: Plan;
}

interface Wanted {
  request: OrchestrationRequest;
  /** What a model decided in this run; absent: what one decided in an earlier run over the same facts counts. */
  proposal?: PlanProposal;
}

/** Reads the repository once and decides everything; writes nothing. */
async function makePlan({ request, proposal: given }: Wanted, context: PhaseContext): Promise<MadePlan> {
  const everything = await context.workspace.scan();
  const files = withoutGenerated(everything);
  const analysis = analyzeRepository(files);
  const draft = draftRequest({ ...request, analysis, files });
  const origin = { request: request.request, facts: planFacts(analysis) };
  const proposal = given ?? readSavedProposal(draft.feature, origin, everything);
  const admitted = proposal === undefined ? undefined : await admitProposal(proposal, draft.contributions);
  const planned = planDraft(draft, admitted);
  const existing = readExistingPlan(draft.feature, everything);
  const followed = followExistingPlan(planned.tasks, existing);
  const plan = { ...planned.plan, tasks: followed.map((task) => task.planned) };
  await assertPlanCanBeApplied(plan, followed, everything, request.commit, context);
  const decided = decidePlanFiles(plan, followed, origin, existing, everything);
  const made = proposal === undefined ? decided : withProposal(decided, plan.feature, proposal, origin, everything);
  return { analysis, plan, ...made, notes: [...(admitted?.notes ?? []), ...made.notes] };
}

/** The proposal beside the plan, for the next run and for people. */
function withProposal(
  files: PlanFiles,
  feature: string,
  proposal: PlanProposal,
  origin: ProposalOrigin,
  tree: FileTree,
): PlanFiles {
  const path = proposalPath(feature);
  const before = tree.read(path) ?? null;
  const write = { path, content: renderSavedProposal(proposal, origin), executable: false, before };
  return {
    ...files,
    files: [...files.files, { path, change: changeOf(write) }],
    writes: write.content === before ? files.writes : [...files.writes, write],
    commit: [...files.commit, path],
  };
}
