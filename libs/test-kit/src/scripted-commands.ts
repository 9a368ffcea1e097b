import type { CommandRequest, CommandResult, CommandRunner, SandboxState } from '@devops-orchestrator/contracts';

export interface ScriptedCommand {
  program: string;
  /** Found in the arguments joined with spaces; absent: any arguments. */
  arguments?: RegExp | string;
  /** Absent: exit status 0, no output. */
  result?: Partial<CommandResult> | ((request: CommandRequest) => Partial<CommandResult>);
}

/** A command runner that answers from a script (the first match wins) and remembers each request. */
export class ScriptedCommands implements CommandRunner {
  readonly requests: CommandRequest[] = [];
  readonly #scripts: readonly ScriptedCommand[];
  readonly #installed: ReadonlySet<string>;

  readonly #sandbox: SandboxState;

  /**
   * @param installed programs that `find` finds besides those of the script
   * @param sandbox what `sandbox` answers; absent: there is none
   */
  constructor(
    scripts: readonly ScriptedCommand[] = [],
    installed: readonly string[] = [],
    sandbox: SandboxState = { sandboxed: false, reason: 'commands are scripted' },
  ) {
    this.#sandbox = sandbox;
    this.#scripts = scripts;
    this.#installed = new Set([...scripts.map(({ program }) => program), ...installed]);
  }

  async find(program: string): Promise<string | undefined> {
    return this.#installed.has(program) ? `/usr/bin/${program}` : undefined;
  }

  async sandbox(): Promise<SandboxState> {
    return this.#sandbox;
  }

  async killLeftovers(): Promise<number> {
    return 0;
  }

  /** @throws {Error} when no script matches: a test that forgot one fails loudly. */
  async run(request: CommandRequest): Promise<CommandResult> {
    this.requests.push(request);
    const script = this.#scripts.find((candidate) => matches(candidate, request));
    if (!script) throw new Error(`no scripted result for: ${request.program} ${request.arguments.join(' ')}`);
    const result = typeof script.result === 'function' ? script.result(request) : script.result;
    return {
      exitCode: 0,
      stdout: '',
      stderr: '',
      timedOut: false,
      aborted: false,
      truncated: false,
      durationMs: 1,
      ...result,
    };
  }
}

function matches(script: ScriptedCommand, request: CommandRequest): boolean {
  const name = request.program.split('/').at(-1);
  if (script.program !== request.program && script.program !== name) return false;
  const line = request.arguments.join(' ');
  if (script.arguments instanceof RegExp) return script.arguments.test(line);
  return script.arguments === undefined || line.includes(script.arguments);
}
