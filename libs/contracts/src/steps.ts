import type { WrittenFile } from './documents/task-result.js';
import type { PhaseContext } from './phase.js';
import type { CommitRequest } from './ports/git.js';
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

/** Commits exactly the paths of the request as a step, and tells it; undefined when they equal HEAD already. */
export async function commitInStep(
  request: CommitRequest,
  key: string,
  context: PhaseContext,
): Promise<{ sha: string; message: string } | undefined> {
  const definition = {
    name: 'commit',
    // null, not undefined: what a step returns survives JSON
    run: async (wanted: CommitRequest) => (await context.git.commit(wanted)) ?? null,
  };
  const commit = await context.step(definition, key, request);
  if (commit === null) return undefined;
  context.emit({ type: 'committed', ...commit });
  return commit;
}
