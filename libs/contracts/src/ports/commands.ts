export interface CommandRequest {
  /** Program found by `find`, or its name, and its arguments; no shell. */
  program: string;
  arguments: readonly string[];
  timeoutMs: number;
  /** Added to a small environment of our own (PATH, HOME, LANG, DOCKER_*); secrets of the caller are not passed on. */
  environment?: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed. */
  input?: string;
  signal?: AbortSignal;
  /** What it may reach outside of the repository where it runs in a sandbox: the network; the Docker engine, which is as good as root. */
  mayReach?: readonly ('network' | 'docker')[];
}

/** Success and failure have the same shape. */
export interface CommandResult {
  /** Undefined when it was killed or could not be started. */
  exitCode?: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  aborted: boolean;
  /** True when output was cut to the newest 1 MiB per stream. */
  truncated: boolean;
  durationMs: number;
}

/** Whether commands run in the sandbox, and why not. */
export type SandboxState = { sandboxed: true; program: string } | { sandboxed: false; reason: string };

/** Runs programs from the workspace root, in a process group of their own that is gone when the promise settles. */
export interface CommandRunner {
  /** Absolute path of a program on the PATH, outside the repository; undefined when there is none. */
  find(program: string): Promise<string | undefined>;
  run(request: CommandRequest): Promise<CommandResult>;
  /** Whether `run` runs commands in the sandbox; tries it once. */
  sandbox(): Promise<SandboxState>;
  /** Kills what a killed run left behind: processes that carry the mark of the run. @returns how many there were. */
  killLeftovers(runId: string): Promise<number>;
}
