import { readdirSync, readFileSync } from 'node:fs';

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
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
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
    const escaped = findMarked(mark);
    if (escaped.length === 0) return;
    for (const id of escaped) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // gone already
      }
    }
  }
}

function findMarked(mark: string): number[] {
  return processIds().filter((id) => {
    try {
      return readFileSync(`/proc/${id}/environ`, 'latin1').split('\0').includes(mark) && !isZombie(id);
    } catch {
      return false;
    }
  });
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function isZombie(id: number): boolean {
  return / [ZX] /.test(readFileSync(`/proc/${id}/stat`, 'latin1').split(')').at(-1)!.slice(0, 4));
}

function killAll(): void {
  for (const leader of alive) signalGroup(leader, 'SIGKILL');
}
