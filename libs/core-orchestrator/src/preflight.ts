import { OrchestratorError, type PhaseContext } from '@devops-orchestrator/contracts';

/**
 * Refuses a repository whose state forbids a run, before anything is read or written.
 *
 * @returns notes for the report.
 * @throws {OrchestratorError} `repository-unusable` or `uncommitted-changes`
 */
export async function preflight(commit: boolean, context: PhaseContext): Promise<readonly string[]> {
  const state = await context.git.state();
  if (state.kind === 'bare') {
    throw new OrchestratorError('repository-unusable', 'Expected a work tree; this is a bare git repository.', {
      hint: 'Clone it and name the clone with --repo.',
    });
  }
  if (state.kind === 'none') return commit ? ['Not a git repository: nothing was committed.'] : [];
  if (!commit) return [];
  if (state.operation !== undefined) {
    throw new OrchestratorError('repository-unusable', `A ${state.operation} is under way in this repository.`, {
      hint: `Finish or abort the ${state.operation} first, or run with --no-commit. Nothing was written.`,
    });
  }
  const readme = state.changed.find((path) => /^readme(?:\.md)?$/i.test(path));
  if (readme !== undefined) {
    throw new OrchestratorError(
      'uncommitted-changes',
      `${readme} has uncommitted changes, and a run adds a section to it.`,
      {
        hint: `Commit or stash ${readme} first, or run with --no-commit. Nothing was written.`,
      },
    );
  }
  return [
    ...(state.branch === undefined && state.head !== undefined
      ? ['HEAD is detached: the commits are on no branch. Create one with `git switch --create NAME`.']
      : []),
  ];
}

/** Commits are made only where there is a repository to hold them. */
export async function canCommit(commit: boolean, context: PhaseContext): Promise<boolean> {
  return commit && (await context.git.state()).kind === 'work-tree';
}
