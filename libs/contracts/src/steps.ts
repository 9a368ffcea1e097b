import type { WriteChange, WrittenFile } from './documents/task-result.js';
import type { PhaseContext } from './phase.js';
import type { Commit, CommitRequest, CommitTrailers } from './ports/git.js';
import type { StepDefinition } from './ports/step-runner.js';
import type { FileToWrite } from './ports/workspace.js';

/** A file to write and what it replaces, so that an aborted run can put it back. */
export interface PlannedWrite extends FileToWrite {
  /** Text that is there now; null: there is no such file. */
  before: string | null;
}

/** What one `write-files` step did, without the contents. */
export interface FilesWritten {
  files: { path: string; before: string | null }[];
}

/** Name of the step that writes files; its input is `{ files: PlannedWrite[] }`, its output `FilesWritten`. */
export const writeFilesStep = 'write-files';
/** Name of the step that commits; its input is a `CommitRequest`, its output a `Commit` or null. */
export const commitStep = 'commit';

/** Writes files as one step, in order; writing them once more changes nothing. `key` is unique in the run. */
export async function writeFilesInStep(
  files: readonly PlannedWrite[],
  key: string,
  context: PhaseContext,
): Promise<void> {
  if (files.length === 0) return;
  const definition: StepDefinition<{ files: readonly PlannedWrite[] }, FilesWritten> = {
    name: writeFilesStep,
    run: async (wanted) => {
      for (const { path, content, executable } of wanted.files) {
        await context.workspace.write({ path, content, executable });
      }
      return { files: wanted.files.map(({ path, before }) => ({ path, before })) };
    },
  };
  await context.step(definition, key, { files });
}

/** What writing a file means for what is there now. */
export function changeOf({ before, content }: Pick<PlannedWrite, 'before' | 'content'>): WriteChange {
  if (before === null) return 'created';
  return before === content ? 'unchanged' : 'modified';
}

/** Tells which files were written, in order. */
export function emitWritten(files: readonly WrittenFile[], context: PhaseContext): void {
  for (const { path, change } of files) context.emit({ type: 'file-written', path, change });
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
    name: commitStep,
    // null, not undefined: what a step returns survives JSON
    run: async (wanted, step) => (await git.commit({ ...wanted, trailers: runTrailers(step.runId, step.key) })) ?? null,
    reconcile: (_wanted, step) => git.findCommit(runTrailers(step.runId, step.key)),
  };
  const commit = await context.step(definition, key, request);
  if (commit === null) return undefined;
  context.emit({ type: 'committed', ...commit });
  return commit;
}

/** Runs something that reads or judges the outside world as a step of the given name. */
export function inStep<I, O>(
  name: string,
  key: string,
  input: I,
  context: PhaseContext,
  run: (input: I) => Promise<O>,
): Promise<O> {
  return context.step({ name, run }, key, input);
}
