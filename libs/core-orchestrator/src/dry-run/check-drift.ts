import { OrchestratorError, type PhaseContext, type RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { applyTask } from '@devops-orchestrator/phase-devops';
import { docsPhase } from '@devops-orchestrator/phase-docs';
import { describeStaleFacts, planFacts, pmPhase, staleFacts } from '@devops-orchestrator/phase-pm';
import { featureFolder, generatedFilesPath, readGeneratedFiles } from '@devops-orchestrator/task-files';
import { PhaseFailedError, runPhase } from '../run-phase.js';
import { changedFiles, type DryRun } from './dry-run.js';
import { overlayContext } from './overlay-context.js';

/** How far the infrastructure of one feature and the repository have drifted apart. */
export interface Drift {
  feature: string;
  /** What the repository says now and did not say when the plan was made, one fact a line. */
  facts: readonly string[];
  /** Files that a run would change, with a unified diff; task files and reports do not count. */
  files: DryRun['files'];
  /** Files that a run would leave alone although their plan has changed, and why. */
  issues: readonly string[];
}

const manifestPath = /^\.claude\/tasks\/([^/]+)\/generated\.json$/;

/**
 * Plans every feature of the repository anew, from the request that it was made for, and compares; writes nothing.
 *
 * @param feature this one alone, when given
 * @throws {OrchestratorError} `usage` when no feature was generated here
 */
export async function checkDrift(feature: string | undefined, context: PhaseContext): Promise<readonly Drift[]> {
  const found = (await context.workspace.scan()).paths.flatMap((path) => manifestPath.exec(path)?.[1] ?? []);
  const features = found.filter((name) => feature === undefined || name === feature);
  if (features.length === 0) {
    throw new OrchestratorError(
      'usage',
      feature === undefined
        ? 'Expected infrastructure that was generated here; there is none.'
        : `Expected the feature ${feature} under .claude/tasks/; there is none.`,
      { hint: 'Run `devops-orchestrator run --request "…"` first.' },
    );
  }
  const drifts: Drift[] = [];
  for (const name of features) drifts.push(await driftOf(name, context));
  return drifts;
}

async function driftOf(feature: string, context: PhaseContext): Promise<Drift> {
  const { request, facts } = readGeneratedFiles(await context.workspace.read(generatedFilesPath(feature)));
  if (request === undefined) {
    return {
      feature,
      facts: [],
      files: [],
      issues: [`${generatedFilesPath(feature)} does not say which request it was made for: run it once more.`],
    };
  }
  const { context: overlay, written } = overlayContext(context);
  const { analysis, issues } = await generateAnew(feature, request, overlay);
  const files = await changedFiles(written, context.workspace);
  return {
    feature,
    facts: describeStaleFacts(staleFacts(facts ?? [], planFacts(analysis))),
    files: files.filter(({ path }) => !path.startsWith(`${featureFolder(feature)}/`)),
    issues,
  };
}

async function generateAnew(
  feature: string,
  request: string,
  context: PhaseContext,
): Promise<{ analysis: RepositoryAnalysis; issues: readonly string[] }> {
  try {
    const words = { schemaVersion: 1, request, feature, engine: 'builtin', verify: 'static', commit: false } as const;
    const input = { schemaVersion: 1, request: { ...words, repositoryName: context.workspace.name } } as const;
    const { plan, analysis, notes } = (await runPhase(pmPhase, input, context)).output;
    const issues = [...notes];
    for (const { file } of plan.tasks) issues.push(...(await applyTask(feature, file, context)));
    // without results of its own, phase 3 takes the verdicts that the task files hold
    const documented = { schemaVersion: 1, feature, plan, analysis, taskResults: [], commit: false } as const;
    const { output } = await runPhase(docsPhase, { ...documented, taskResults: [] }, context);
    return { analysis, issues: [...issues, ...output.issues] };
  } catch (error) {
    throw error instanceof PhaseFailedError ? error.cause : error;
  }
}
