import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool';
import { OrchestratorError, ToolInputError, ToolRefusal } from '@devops-orchestrator/contracts';
import type { AgentEvent, AgentTool, Clock, RefusedCall, ToolStatus } from '@devops-orchestrator/contracts';
import type { CallResult, Conversation } from './conversation.js';
import { ExclusiveQueue } from './exclusive-queue.js';
import type { Redact } from './redact-keys.js';
import { presentOutput } from './tool-output.js';

export interface ToolSettings {
  conversation: Conversation;
  redact: Redact;
  clock: Clock;
  signal: AbortSignal;
  emit: (event: AgentEvent) => void;
  /** Told when a call could not be recorded: the run must not go on, and the runner would take it for an error of the tool. */
  broken: (error: unknown) => void;
}

/** Longest message of a failed call. */
const maximumErrorCharacters = 4000;

const interrupted: CallResult = {
  content:
    'Error: the program was interrupted during this call, so its result is not known. ' +
    'Look at what it has done already before you do it again.',
  isError: true,
};

/**
 * Tools as the SDK's runner calls them: each call is recorded before and after it runs, so that none runs twice; exclusive
 * ones run alone; what they return is cut, made visible and freed of secrets before the model gets it.
 *
 * @throws {OrchestratorError} `contract-violated` when two tools have one name, or a name that the API does not take.
 */
export async function runnableTools(tools: readonly AgentTool[], settings: ToolSettings): Promise<BetaRunnableTool[]> {
  assertNames(tools.map(({ name }) => name));
  const { ToolError } = await import('@anthropic-ai/sdk/lib/tools/ToolError');
  const queue = new ExclusiveQueue();
  return tools.map((tool) => ({
    type: 'custom',
    name: tool.name,
    description: tool.description,
    input_schema: tool.inputSchema as { type: 'object' },
    parse: (input: unknown) => input,
    run: async (input: unknown, context) => {
      const id = context?.toolUse.id ?? '';
      const work = () => runOnce(tool, id, input, settings);
      const { content, isError } = await queue.run(tool.exclusive, work).catch((error: unknown) => {
        settings.broken(error);
        throw error;
      });
      if (isError) throw new ToolError(content);
      return content;
    },
  }));
}

function assertNames(names: readonly string[]): void {
  const wrong = names.find((name, index) => !/^[\w-]{1,64}$/.test(name) || names.indexOf(name) !== index);
  if (wrong === undefined) return;
  throw new OrchestratorError(
    'contract-violated',
    `Expected tools with distinct names of at most 64 letters, digits, _ and -, found ${JSON.stringify(wrong)}.`,
    { hint: 'Rename the tool.' },
  );
}

/** Runs a call unless its result is there already, or it was interrupted and may not be run again. */
async function runOnce(tool: AgentTool, id: string, input: unknown, settings: ToolSettings): Promise<CallResult> {
  const { conversation, signal } = settings;
  const record = conversation.callRecord(id);
  if (record?.state === 'done') return record;
  if (record?.state === 'started' && !tool.repeatable) {
    await conversation.callDone(id, interrupted);
    return interrupted;
  }
  signal.throwIfAborted();
  await conversation.callStarted(id);
  return runAndRecord(tool, id, input, settings);
}

async function runAndRecord(tool: AgentTool, id: string, input: unknown, settings: ToolSettings): Promise<CallResult> {
  const { conversation, clock, signal, emit } = settings;
  const startedAt = clock.monotonicMs();
  const finished = (status: ToolStatus) =>
    emit({ type: 'tool-finished', tool: tool.name, callId: id, status, durationMs: clock.monotonicMs() - startedAt });
  emit({ type: 'tool-started', tool: tool.name, callId: id, input });
  let content: string;
  try {
    content = await tool.run(input, { id, signal });
  } catch (error) {
    if (signal.aborted) {
      finished('interrupted');
      throw error;
    }
    const result = { content: present(errorText(error), maximumErrorCharacters, settings), isError: true };
    const refusal = error instanceof ToolRefusal ? refusalOf(tool, error, settings) : undefined;
    await conversation.callDone(id, result, refusal);
    finished(refusal === undefined ? 'failed' : 'refused');
    return result;
  }
  const result = { content: present(content, tool.maxOutputCharacters, settings), isError: false };
  await conversation.callDone(id, result);
  finished('done');
  return result;
}

function errorText(error: unknown): string {
  if (error instanceof ToolRefusal) return `Refused: ${error.message}`;
  if (error instanceof ToolInputError) return `Error: ${error.message}`;
  if (error instanceof OrchestratorError) return `Error: ${error.message} ${error.hint}`;
  return `Error: ${error instanceof Error ? error.message : String(error)}`;
}

function refusalOf(tool: AgentTool, error: ToolRefusal, settings: ToolSettings): RefusedCall {
  return { tool: tool.name, reason: present(error.message, maximumErrorCharacters, settings) };
}

function present(text: string, limit: number, { redact }: ToolSettings): string {
  return presentOutput(redact(text), limit);
}
