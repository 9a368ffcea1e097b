import { OrchestratorError, type PhaseContext } from '@devops-orchestrator/contracts';
import { describeStaleFacts, planFacts, staleFacts } from '@devops-orchestrator/phase-pm';
import { analyzeRepository } from '@devops-orchestrator/repo-analysis';
import { generatedFilesPath, readGeneratedFiles, withoutGenerated } from '@devops-orchestrator/task-files';

/** Facts shown of a stale plan. */
const shownFacts = 5;

/**
 * F42: a plan is carried out on the repository that it was made for. Nothing is asked of a plan without recorded facts,
 * such as one written by hand.
 *
 * @throws {OrchestratorError} `plan-stale` when the repository has changed since in a way that plans depend on
 */
export async function assertPlanIsFresh(
  feature: string,
  { workspace }: Pick<PhaseContext, 'workspace'>,
): Promise<void> {
  const tree = await workspace.scan();
  const { facts } = readGeneratedFiles(await workspace.read(generatedFilesPath(feature)));
  if (facts === undefined) return;
  const changes = describeStaleFacts(staleFacts(facts, planFacts(analyzeRepository(withoutGenerated(tree)))));
  if (changes.length === 0) return;
  const more = changes.length > shownFacts ? `, and ${changes.length - shownFacts} more` : '';
  throw new OrchestratorError(
    'plan-stale',
    `The plan ${feature} is stale, the repository has changed since: ${changes.slice(0, shownFacts).join('; ')}${more}.`,
    {
      hint: 'Run `devops-orchestrator run` again with the same request: it plans anew and does only what follows. Nothing was written.',
    },
  );
}
