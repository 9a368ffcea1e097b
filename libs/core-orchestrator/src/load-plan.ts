import { OrchestratorError, type PhaseContext, type Plan } from '@devops-orchestrator/contracts';
import { featureFolder, parsePlanReadme } from '@devops-orchestrator/task-files';

const planPath = /^\.claude\/tasks\/([^/]+)\/README\.md$/;

/**
 * The plan on disk: of the named feature, or the only one there is.
 *
 * @throws {OrchestratorError} `usage` when none or several could be meant.
 */
export async function loadPlan(feature: string | undefined, context: PhaseContext): Promise<Plan> {
  const path = `${featureFolder(feature ?? (await onlyFeature(context)))}/README.md`;
  const text = await context.workspace.read(path);
  if (text === undefined) {
    throw new OrchestratorError('usage', `Expected a plan at ${path}; there is none.`, {
      hint: 'Run `devops-orchestrator plan --request "…"` first, or name an existing plan with --feature.',
    });
  }
  return { schemaVersion: 1, ...parsePlanReadme(path, text) };
}

async function onlyFeature(context: PhaseContext): Promise<string> {
  const features = (await context.workspace.scan()).paths.flatMap((path) => planPath.exec(path)?.[1] ?? []);
  const [only] = features;
  if (only !== undefined && features.length === 1) return only;
  throw new OrchestratorError(
    'usage',
    features.length === 0
      ? 'Expected a plan under .claude/tasks/; there is none.'
      : `Several plans are here: ${features.join(', ')}.`,
    {
      hint: features.length === 0 ? 'Run `devops-orchestrator plan --request "…"` first.' : 'Name one with --feature.',
    },
  );
}
