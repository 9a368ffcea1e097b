import type { PhaseContext } from '@devops-orchestrator/contracts';
import { gitWith } from './git-with.js';

/** Commits go to this branch; it is made just before the first commit, so that a refused run leaves no branch behind. */
export function onBranch(context: PhaseContext, name: string | undefined): PhaseContext {
  if (name === undefined) return context;
  const { git } = context;
  let switched: Promise<void> | undefined;
  const branched = gitWith(git, {
    async commit(request) {
      switched ??= git.switchToBranch(name);
      await switched;
      return git.commit(request);
    },
  });
  return { ...context, git: branched };
}
