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
import { planRequest } from './plan/plan-request.js';
import { assertPlanCanBeApplied } from './write/assert-applicable.js';
import { commitPlan, decidePlanFiles, type PlanFiles } from './write/plan-files.js';

/** Phase 1: reads the repository and the request, and writes the plan and its task files. */
export const pmPhase: Phase<PmInput, PmOutput> = {
  id: 'pm',
  agent: 'senior-product-manager',
  input: PmInput,
  output: PmOutput,
  async run({ request }, context) {
    const made = await inStep('make-plan', 'pm/plan', { request }, context, (input) =>
      makePlan(input.request, context),
    );
    const { analysis, plan, files, writes } = made;
    const [components, services] = [analysis.components.length, analysis.services.length];
    context.emit({ type: 'analysis-finished', components, services });
    await writeFilesInStep(writes, 'pm/write', context);
    const commit = request.commit ? await commitPlan(plan.feature, files, context) : undefined;
    context.emit({ type: 'plan-written', feature: plan.feature, tasks: plan.tasks });
    return { schemaVersion: 1, analysis, plan, files, ...(commit === undefined ? {} : { commit }) };
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
  const { plan, tasks } = planRequest({ ...request, analysis, files });
  await assertPlanCanBeApplied(plan, tasks, everything, request.commit, context);
  return { analysis, plan, ...(await decidePlanFiles(plan, tasks, context.workspace)) };
}
