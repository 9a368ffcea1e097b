import { type FileTree, OrchestratorError, type PhaseContext, type Plan } from '@devops-orchestrator/contracts';
import { featureFolder, generatedFilesPath } from '@devops-orchestrator/task-files';
import type { FollowedTask } from '../plan/follow-existing-plan.js';

/**
 * Refuses before the first byte is written when a path of the plan cannot be written safely, or holds uncommitted work
 * that a commit would sweep up.
 *
 * @throws {OrchestratorError} `unsafe-path` or `uncommitted-changes`
 */
export async function assertPlanCanBeApplied(
  plan: Plan,
  tasks: readonly FollowedTask[],
  tree: FileTree,
  commit: boolean,
  context: PhaseContext,
): Promise<void> {
  const folder = featureFolder(plan.feature);
  const steps = tasks.flatMap(({ task }) => task?.steps ?? []).filter((step) => step.kind === 'file');
  const planFiles = [
    'README.md',
    'REPORT.md',
    'DOCUMENTATION.md',
    'proposal.json',
    ...plan.tasks.map(({ file }) => file),
  ];
  const own = [...planFiles.map((file) => `${folder}/${file}`), generatedFilesPath(plan.feature)];
  for (const path of [...own, ...steps.map((step) => step.path)]) await context.workspace.assertWritable(path);
  if (!commit) return;
  // A file that is there is either ours unchanged, or a person's and kept: only what was taken away is in danger.
  const changed = new Set((await context.git.state()).changed);
  const inTheWay = steps.filter(({ path }) => changed.has(path) && !tree.has(path));
  if (inTheWay.length > 0) throw uncommitted(inTheWay.map((step) => step.path));
}

function uncommitted(paths: readonly string[]): OrchestratorError {
  return new OrchestratorError(
    'uncommitted-changes',
    `The plan writes ${paths.join(', ')}, which ${paths.length === 1 ? 'has' : 'have'} uncommitted changes.`,
    { hint: 'Commit or stash them first, or run with --no-commit. Nothing was written.' },
  );
}
