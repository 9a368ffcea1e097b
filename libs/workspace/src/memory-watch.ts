import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { listProcesses } from './process-table.js';

const intervalMs = 200;
/** A command that fills the machine harms more than the run: three quarters of its memory are the most. */
const defaultLimitMiB = Math.floor((totalmem() / 1024 / 1024) * 0.75);

/**
 * Calls back once when a process and all that it started hold more memory than the limit. Looks at resident memory, which no
 * runtime reserves in advance as it does address space; where the system shows no processes (not Linux), nothing is watched.
 * @returns what ends the watch.
 */
export function watchMemory(
  leader: number | undefined,
  limitMiB: number | undefined,
  onExceeded: (limitMiB: number) => void,
): () => void {
  if (leader === undefined) return () => undefined;
  const limit = limitMiB ?? defaultLimitMiB;
  const timer = setInterval(() => {
    if (residentMiB(leader) <= limit) return;
    clearInterval(timer);
    onExceeded(limit);
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function residentMiB(leader: number): number {
  const processes = listProcesses();
  const family = new Set([leader]);
  // children may stand before their parents in the list
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { id, parent, group } of processes) if (family.has(parent) || group === leader) family.add(id);
  }
  return [...family].reduce((sum, id) => sum + residentKiB(id), 0) / 1024;
}

/** Pages that are shared (a forked child's) count once per process, so the sum errs on the safe side. Source: proc(5), `statm`. */
function residentKiB(id: number): number {
  try {
    const [, resident, shared] = readFileSync(`/proc/${id}/statm`, 'latin1').split(' ').map(Number);
    return (resident! - shared!) * 4;
  } catch {
    return 0;
  }
}
