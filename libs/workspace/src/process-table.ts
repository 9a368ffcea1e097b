import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A living process, as Linux shows it under `/proc`; other systems show none. Source: proc(5). */
export interface RunningProcess {
  id: number;
  parent: number;
  group: number;
}

/** Processes that are not zombies. */
export function listProcesses(): RunningProcess[] {
  return processIds().flatMap((id) => {
    // the name in brackets may hold anything, brackets too
    const fields = readProcessFile(id, 'stat')?.split(')').at(-1)!.trim().split(' ');
    if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return [];
    return [{ id, parent: Number(fields[1]), group: Number(fields[2]) }];
  });
}

/** True when a process was started with this `NAME=value` in its environment; of other users' processes nobody knows. */
export function carriesMark(id: number, mark: string): boolean {
  return readProcessFile(id, 'environ')?.split('\0').includes(mark) ?? false;
}

/** Where a link of a process leads: `cwd`, `exe`, or an open file `fd/N`; undefined when it cannot be seen. */
export function readProcessLink(id: number, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${id}/${name}`);
  } catch {
    return undefined;
  }
}

/** Paths of a process's open files; undefined when they cannot be seen. */
export function listOpenFiles(id: number): string[] | undefined {
  try {
    return readdirSync(`/proc/${id}/fd`).flatMap((name) => readProcessLink(id, `fd/${name}`) ?? []);
  } catch {
    return undefined;
  }
}

/** Sends a signal; false when the process, or the group of a negative number, is gone. */
export function sendSignal(id: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(id, signal);
  } catch {
    return false;
  }
}

function readProcessFile(id: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${id}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}
