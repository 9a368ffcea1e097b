import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { CommandRequest, CommandResult, CommandRunner } from '@devops-orchestrator/contracts';
import { commandEnvironment } from './command-environment.js';
import { findProgram, safePath } from './find-program.js';
import { killLeftovers, runMark } from './kill-leftovers.js';
import { resolveRoot } from './open-workspace.js';
import { OutputTail } from './output-tail.js';
import { killRemains, signalGroup, trackGroup } from './process-group.js';
import { redactSecrets, secretValues } from '@devops-orchestrator/contracts';
import { watchMemory } from './memory-watch.js';
import { openSandbox } from './sandbox/open-sandbox.js';
import type { SandboxOptions } from './sandbox/sandbox-options.js';

const maximumOutput = 1024 * 1024;
/** Between the request to end and the end: less than the two seconds that a user waits after Ctrl+C. */
const graceMs = 1000;
/** Pipes held open by a process that nobody can see are given up after this. */
const drainMs = 500;
const markName = 'DEVOPS_ORCHESTRATOR_COMMAND';

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

export interface CommandOptions {
  /** Marks each command and what it starts, so that `killLeftovers` finds them when this process is killed. */
  runId?: string;
  /** Absent: commands run as the user does. */
  sandbox?: SandboxOptions;
  /** Resident memory of a command with all it starts, above which it is killed. Default: three quarters of the machine's. */
  memoryLimitMiB?: number;
}

/**
 * Opens the command runner of a repository: programs come from outside of it, output has its secrets taken out.
 * @throws {OrchestratorError} `contract-violated` for an id that names no run.
 */
export function openCommands(root: string, { runId, sandbox, memoryLimitMiB }: CommandOptions = {}): CommandRunner {
  const absolute = resolveRoot(root);
  const marks = runId === undefined ? {} : Object.fromEntries([runMark(runId)]);
  const path = () => safePath(absolute, process.env['PATH']);
  const box = openSandbox(absolute, sandbox);
  return {
    killLeftovers,
    sandbox: async () => box.state(await path()),
    find: async (program) => findProgram(absolute, program, await path()),
    async run(request) {
      const entries = await path();
      const program = await findProgram(absolute, request.program, entries);
      if (program === undefined) return notStarted(`${request.program}: no such program outside of the repository`);
      const started = await box.wrap(program, request, entries);
      if ('reason' in started) return notStarted(started.reason);
      if (request.signal?.aborted) return { ...notStarted('aborted before the start'), aborted: true };
      const environment = { ...commandEnvironment(process.env, entries, request.environment), ...marks };
      const result = await runProgram({ ...request, ...started, environment }, absolute, memoryLimitMiB);
      return redact(result, request);
    },
  };
}

function notStarted(reason: string): CommandResult {
  return { stdout: '', stderr: reason, timedOut: false, aborted: false, truncated: false, durationMs: 0 };
}

function redact(result: CommandResult, request: CommandRequest): CommandResult {
  const known = secretValues({ ...process.env, ...request.environment });
  return { ...result, stdout: redactSecrets(result.stdout, known), stderr: redactSecrets(result.stderr, known) };
}

function runProgram(request: CommandRequest, root: string, memoryLimitMiB: number | undefined): Promise<CommandResult> {
  const mark = randomUUID();
  const started = performance.now();
  const output = [new OutputTail(maximumOutput), new OutputTail(maximumOutput)] as const;
  const state = { timedOut: false, aborted: false };
  let killed = '';
  return new Promise((settle) => {
    const finish = (exitCode: number | undefined, reason = '') =>
      settle({
        ...(exitCode === undefined || killed !== '' || state.timedOut || state.aborted ? {} : { exitCode }),
        stdout: output[0].text(),
        stderr: output[1].text() + reason + killed,
        ...state,
        truncated: output.some((tail) => tail.truncated),
        durationMs: Math.round(performance.now() - started),
      });
    let child: Child;
    try {
      const stdio = [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const;
      child = spawn(request.program, [...request.arguments], {
        cwd: root,
        env: { ...request.environment, [markName]: mark },
        detached: true,
        stdio: [...stdio],
      }) as Child;
    } catch (error) {
      return finish(undefined, (error as Error).message);
    }
    const stop = stopOn(child, request, state);
    const unwatch = watchMemory(child.pid, memoryLimitMiB, (limit) => {
      killed = `\nkilled: it held more than ${limit} MiB of memory\n`;
      signalGroup(child.pid!, 'SIGKILL');
    });
    collect(child, output, request.input);
    child.once('error', (error) => finish(undefined, error.message));
    child.once('exit', (exitCode) => {
      stop();
      unwatch();
      killRemains(child.pid!, `${markName}=${mark}`);
      drain(child, () => finish(exitCode ?? undefined));
    });
  });
}

/** Ends the group on time-out and on abort, first asking. @returns what takes the watch away. */
function stopOn(child: Child, request: CommandRequest, state: { timedOut: boolean; aborted: boolean }): () => void {
  const leader = child.pid;
  if (leader === undefined) return () => undefined;
  trackGroup(leader);
  let force: NodeJS.Timeout | undefined;
  const end = (why: 'timedOut' | 'aborted') => {
    if (force) return;
    state[why] = true;
    signalGroup(leader, 'SIGTERM');
    force = setTimeout(() => signalGroup(leader, 'SIGKILL'), graceMs);
  };
  const timer = setTimeout(() => end('timedOut'), request.timeoutMs);
  const onAbort = () => end('aborted');
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  return () => {
    clearTimeout(timer);
    clearTimeout(force);
    request.signal?.removeEventListener('abort', onAbort);
  };
}

function collect(child: Child, output: readonly [OutputTail, OutputTail], input: string | undefined): void {
  child.stdout.on('data', (chunk: Buffer) => output[0].add(chunk));
  child.stderr.on('data', (chunk: Buffer) => output[1].add(chunk));
  // a program that does not read its input closes the pipe
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
}

function drain(child: Child, done: () => void): void {
  const giveUp = setTimeout(() => {
    child.stdout.destroy();
    child.stderr.destroy();
  }, drainMs);
  child.once('close', () => {
    clearTimeout(giveUp);
    done();
  });
}
