import type { WrittenFile } from './documents/task-result.js';
import type { PhaseContext } from './phase.js';
import type { Commit, CommitRequest, CommitTrailers } from './ports/git.js';
import type { StepDefinition } from './ports/step-runner.js';
import type { FileToWrite } from './ports/workspace.js';

/** Writes one file as a step; `key` is unique in the run. */
export async function writeFileInStep(file: FileToWrite, key: string, context: PhaseContext): Promise<WrittenFile> {
  const definition = {
    name: 'write-file',
    run: async (wanted: FileToWrite) => ({ change: await context.workspace.write(wanted) }),
  };
  const { change } = await context.step(definition, key, file);
  return { path: file.path, change };
}

/** Trailers that name the run and the step of a commit, so that a resumed run finds what it has done already. */
export function runTrailers(runId: string, key: string): CommitTrailers {
  return { 'Orchestrator-Run': runId, 'Orchestrator-Step': key };
}

/** Commits exactly the paths of the request as a step, and tells it; undefined when they equal HEAD already. */
export async function commitInStep(
  request: CommitRequest,
  key: string,
  context: PhaseContext,
): Promise<Commit | undefined> {
  const { git } = context;
  const definition: StepDefinition<CommitRequest, Commit | null> = {
    name: 'commit',
    // null, not undefined: what a step returns survives JSON
    run: async (wanted, step) => (await git.commit({ ...wanted, trailers: runTrailers(step.runId, step.key) })) ?? null,
    reconcile: (_wanted, step) => git.findCommit(runTrailers(step.runId, step.key)),
  };
  const commit = await context.step(definition, key, request);
  if (commit === null) return undefined;
  context.emit({ type: 'committed', ...commit });
  return commit;
}
