import { carriesMark, listProcesses, sendSignal } from './process-table.js';

/** Groups that are alive: a caller that exits takes them along. */
const alive = new Set<number>();
let watching = false;

export function trackGroup(leader: number): void {
  if (!watching) process.on('exit', killAll);
  watching = true;
  alive.add(leader);
}

/** Sends a signal to every process of a group; false when the group is gone. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  return sendSignal(-leader, signal);
}

/**
 * Kills what is left of a command: its group, and, where the system shows environments (Linux), the processes that left the
 * group by a session of their own; they are known by the mark that the command was started with.
 */
export function killRemains(leader: number, mark: string): void {
  signalGroup(leader, 'SIGKILL');
  alive.delete(leader);
  // a process may fork while it is looked for
  for (let pass = 0; pass < 5; pass += 1) {
    const escaped = listProcesses().filter(({ id }) => carriesMark(id, mark));
    if (escaped.length === 0) return;
    for (const { id } of escaped) sendSignal(id, 'SIGKILL');
  }
}

function killAll(): void {
  for (const leader of alive) signalGroup(leader, 'SIGKILL');
}
