import { z } from 'zod';

/** One call of a tool, as the tool sees it. */
export interface ToolCall {
  /** The API's id of the call; the same when an interrupted call is run again. */
  readonly id: string;
  /** Aborted when the run is to stop or its time is over. */
  readonly signal: AbortSignal;
}

/** Something that an agent can do. Its result is data to the model, never an instruction to the program. */
export interface AgentTool {
  /** `[a-zA-Z0-9_-]`, at most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** JSON schema of the input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** True: no other call of the same turn runs meanwhile. */
  readonly exclusive: boolean;
  /** True: running a call twice does no harm, so that an interrupted one is run again. */
  readonly repeatable: boolean;
  /** Longer results lose their middle. */
  readonly maxOutputCharacters: number;
  /**
   * @throws {ToolInputError} when the input does not fit: told to the model.
   * @throws {ToolRefusal} when the call is not allowed: told to the model, and kept for the report.
   */
  run(input: unknown, call: ToolCall): Promise<string>;
}

export interface ToolDefinition<I> {
  name: string;
  description: string;
  /** An object. */
  input: z.ZodType<I>;
  /** Absent: calls of one turn run side by side. */
  exclusive?: boolean;
  /** Absent: a call that was interrupted is not run again; the model is told. */
  repeatable?: boolean;
  /** Absent: 30 000. */
  maxOutputCharacters?: number;
  run(input: I, call: ToolCall): Promise<string>;
}

/** A call that the tool does not allow: an error to the model, a line in the report. */
export class ToolRefusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ToolRefusal';
  }
}

/** Input that does not fit the schema of the tool; the message lists what is wrong. */
export class ToolInputError extends Error {
  constructor(tool: string, issues: readonly string[]) {
    super(`the input of ${tool} does not fit its schema: ${issues.join('; ')}`);
    this.name = 'ToolInputError';
  }
}

/** A tool whose input is checked by a zod schema before it runs. */
export function defineTool<I>(definition: ToolDefinition<I>): AgentTool {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(definition.input, { io: 'input' });
  return {
    name: definition.name,
    description: definition.description,
    inputSchema,
    exclusive: definition.exclusive ?? false,
    repeatable: definition.repeatable ?? false,
    maxOutputCharacters: definition.maxOutputCharacters ?? 30_000,
    run: async (input, call) => {
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) throw new ToolInputError(definition.name, describeIssues(parsed.error));
      return definition.run(parsed.data, call);
    },
  };
}

/** One line for each thing that is wrong: `path: message`. */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
}
