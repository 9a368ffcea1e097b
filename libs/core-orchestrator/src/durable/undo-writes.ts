import {
  commitStep,
  type CommitRequest,
  type PlannedWrite,
  type RecordedStep,
  writeFilesStep,
} from '@devops-orchestrator/contracts';
import type { World } from './environment.js';

export interface UndoneWrites {
  /** Paths that are as they were before the run, or that are gone as they were. */
  restored: string[];
  /** Paths that somebody changed after the run wrote them; left as they are. */
  left: string[];
}

/** Puts back what a run wrote and did not commit. */
export async function undoWrites(recorded: readonly RecordedStep[], world: World): Promise<UndoneWrites> {
  const pending = uncommittedWrites(recorded);
  const undone: UndoneWrites = { restored: [], left: [] };
  for (const { path, content, before, executable } of [...pending.values()].reverse()) {
    const now = (await world.workspace.read(path)) ?? null;
    if (now !== content && now !== before) {
      undone.left.push(path);
      continue;
    }
    if (before === null) await world.workspace.remove(path);
    else if (now !== before) await world.workspace.write({ path, content: before, executable });
    undone.restored.push(path);
  }
  await world.git.unstage(undone.restored);
  return undone;
}

/** Per path: what it held before the first write that no commit took in, and what the last one wrote. */
function uncommittedWrites(recorded: readonly RecordedStep[]): ReadonlyMap<string, PlannedWrite> {
  const pending = new Map<string, PlannedWrite>();
  for (const { name, input, result } of recorded) {
    if (name === writeFilesStep) {
      for (const write of (input as { files: readonly PlannedWrite[] }).files) {
        const earlier = pending.get(write.path);
        // null is a state too: there was no file
        pending.set(write.path, earlier === undefined ? write : { ...write, before: earlier.before });
      }
    }
    if (name === commitStep && result !== undefined) {
      for (const path of (input as CommitRequest).paths) pending.delete(path);
    }
  }
  return pending;
}
