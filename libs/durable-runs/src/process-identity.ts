import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What a lock says of its owner, so that another process can tell whether it lives. */
export interface ProcessMark {
  pid: number;
  host: string;
  /** Differs after a reboot; absent where the system does not tell. */
  bootId?: string;
  /** Processes of another namespace (a container) cannot be looked for; absent where the system does not tell. */
  pidNamespace?: string;
  /** In ticks since the boot: tells a process from a later one of the same number; absent where the system does not tell. */
  processStartTime?: string;
}

/** Who this process is, and what the system says of others on the same host. */
export interface ProcessIdentity {
  readonly self: ProcessMark;
  /** Undefined when no process of that number runs. */
  readonly look: (pid: number) => { processStartTime?: string } | undefined;
}

/** This process as the system knows it. Linux tells all; elsewhere a process is known by its number alone. */
export function systemIdentity(): ProcessIdentity {
  const bootId = readLine('/proc/sys/kernel/random/boot_id');
  const pidNamespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return {
    self: {
      pid: process.pid,
      host: hostname(),
      ...(bootId === undefined ? {} : { bootId }),
      ...(pidNamespace === undefined ? {} : { pidNamespace }),
      ...look(process.pid),
    },
    look,
  };
}

function look(pid: number): { processStartTime?: string } | undefined {
  if (!isThere(pid)) return undefined;
  const stat = readLine(`/proc/${pid}/stat`);
  if (stat === undefined) return {};
  // the second field is the program's name in parentheses, which may hold spaces and parentheses itself
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, processStartTime] = [fields[0], fields[startTimeField]];
  // killed, and not yet waited for by its parent: it does nothing any more
  if (state === 'Z' || state === 'X') return undefined;
  return processStartTime === undefined ? {} : { processStartTime };
}

/** Field 22 of the whole line; counted from the third. Source: proc_pid_stat(5) */
const startTimeField = 19;

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to somebody else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readLine(path: string): string | undefined {
  return attempt(() => readFileSync(path, 'utf8').trim());
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
