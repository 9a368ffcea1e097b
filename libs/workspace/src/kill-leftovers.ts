import { setTimeout as sleep } from 'node:timers/promises';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { carriesMark, listProcesses, sendSignal } from './process-table.js';
import type { RunningProcess } from './process-table.js';

/** Between the request to end and the end. */
const graceMs = 1000;
/** A process that the kernel does not let go of is given up after this. */
const giveUpMs = 5000;
const lookAgainMs = 50;

/** What each command of a run carries in its environment. @throws {OrchestratorError} `contract-violated` for no name of a run. */
export function runMark(runId: string): readonly [name: string, value: string] {
  if (/^[\w.:-]{1,200}$/.test(runId)) return ['DEVOPS_ORCHESTRATOR_RUN', runId];
  throw new OrchestratorError(
    'contract-violated',
    `Expected the id of a run (letters, digits, "-", "_", ".", ":"), found ${JSON.stringify(runId.slice(0, 200))}.`,
    { hint: 'Give the id that the run was started with.' },
  );
}

/**
 * Ends the processes of a run that was killed, those that left their group too, first asking. Where the system does not show
 * environments (all but Linux) it finds none. @returns how many there were.
 */
export async function killLeftovers(runId: string): Promise<number> {
  const mark = runMark(runId).join('=');
  const asked = new Set<number>();
  const started = performance.now();
  for (;;) {
    const leftovers = findLeftovers(mark);
    const waited = performance.now() - started;
    if (leftovers.length === 0 || waited > giveUpMs) return asked.size;
    for (const id of leftovers) {
      if (!asked.has(id)) sendSignal(id, 'SIGTERM');
      else if (waited > graceMs) sendSignal(id, 'SIGKILL');
      asked.add(id);
    }
    await sleep(lookAgainMs);
  }
}

/** Who carries the mark, who descends from one that does, and who is in the group of one; nothing that is ours. */
function findLeftovers(mark: string): number[] {
  const processes = listProcesses();
  const own = new Set([...ancestorsOf(process.pid, processes), ...withDescendants([process.pid], processes)]);
  const marked = processes.flatMap(({ id }) => (carriesMark(id, mark) ? [id] : []));
  const found = new Set(
    withDescendants(
      marked.filter((id) => !own.has(id)),
      processes,
    ),
  );
  for (const { id, group } of processes) if (found.has(group)) found.add(id);
  return [...found].filter((id) => !own.has(id));
}

function ancestorsOf(id: number, processes: readonly RunningProcess[]): number[] {
  const parents = new Map(processes.map((running) => [running.id, running.parent]));
  const ancestors: number[] = [];
  for (let at = parents.get(id); at !== undefined && !ancestors.includes(at); at = parents.get(at)) ancestors.push(at);
  return ancestors;
}

function withDescendants(ids: readonly number[], processes: readonly RunningProcess[]): number[] {
  const found = new Set(ids);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { id, parent } of processes) if (found.has(parent)) found.add(id);
  }
  return [...found];
}
