import {
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
import { planRequest } from './plan/plan-request.js';
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
    const made = await inStep('make-plan', planMadeKey, { request }, context, (input) =>
      makePlan(input.request, context),
    );
    const { analysis, plan, files, writes, notes } = made;
    const [components, services] = [analysis.components.length, analysis.services.length];
    context.emit({ type: 'analysis-finished', components, services });
    await writeFilesInStep(writes, planWrittenKey, context);
    const commit = request.commit ? await commitPlan(plan.feature, made.commit, context) : undefined;
    context.emit({ type: 'plan-written', feature: plan.feature, tasks: plan.tasks });
    return { schemaVersion: 1, analysis, plan, files, notes, ...(commit === undefined ? {} : { commit }) };
  },
};

interface MadePlan extends PlanFiles {
  analysis: RepositoryAnalysis;
  plan: Plan;
}

/** Reads the repository once and decides everything; writes nothing. */
async function makePlan(request: OrchestrationRequest, context: PhaseContext): Promise<MadePlan> {
  const everything = await context.workspace.scan();
  const files = withoutGenerated(everything);
  const analysis = analyzeRepository(files);
  const planned = planRequest({ ...request, analysis, files });
  const existing = readExistingPlan(planned.plan.feature, everything);
  const followed = followExistingPlan(planned.tasks, existing);
  const plan = { ...planned.plan, tasks: followed.map((task) => task.planned) };
  await assertPlanCanBeApplied(plan, followed, everything, request.commit, context);
  const origin = { request: request.request, facts: planFacts(analysis) };
  return { analysis, plan, ...decidePlanFiles(plan, followed, origin, existing, everything) };
}
