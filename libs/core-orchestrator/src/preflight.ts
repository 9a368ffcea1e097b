import { OrchestratorError, type PhaseContext } from '@devops-orchestrator/contracts';

/** Key of the step; a resumed run reads from it where the run was started. */
export const preflightKey = 'preflight';

export interface Preflight {
  /** True when there is a repository to hold the commits that were asked for. */
  commit: boolean;
  /** Branch that was checked out; null when detached, or without a repository. */
  branch: string | null;
  /** For the report. */
  notes: readonly string[];
}

/**
 * Refuses a repository whose state forbids a run, before anything is read or written.
 *
 * @throws {OrchestratorError} `repository-unusable` or `uncommitted-changes`
 */
export async function preflight(commit: boolean, context: PhaseContext): Promise<Preflight> {
  const state = await context.git.state();
  if (state.kind === 'bare') {
    throw new OrchestratorError('repository-unusable', 'Expected a work tree; this is a bare git repository.', {
      hint: 'Clone it and name the clone with --repo.',
    });
  }
  if (state.kind === 'none')
    return { commit: false, branch: null, notes: commit ? ['Not a git repository: nothing was committed.'] : [] };
  const branch = state.branch ?? null;
  if (!commit) return { commit, branch, notes: [] };
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
  const detached = state.branch === undefined && state.head !== undefined;
  const note = 'HEAD is detached: the commits are on no branch. Create one with `git switch --create NAME`.';
  return { commit, branch, notes: detached ? [note] : [] };
}
