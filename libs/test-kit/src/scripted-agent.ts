import { noUsage } from '@devops-orchestrator/contracts';
import type {
  AgentAnswer,
  AgentAssignment,
  AgentOutcome,
  AgentPort,
  AgentQuestion,
  AgentUsage,
  AgentWork,
} from '@devops-orchestrator/contracts';

/** A call that the scripted model makes; `{ tool, input }`. */
export interface ScriptedToolUse {
  tool: string;
  input: unknown;
}

/** What the model does in one conversation. */
export interface ScriptedConversation {
  /** Role it belongs to; absent: any. */
  role?: string;
  /** Calls of tools, one after the other; a function sees what the calls so far returned. */
  calls?: readonly ScriptedToolUse[] | ((results: readonly string[]) => ScriptedToolUse | undefined);
  /** How it ends; absent: completed, without a word. */
  outcome?: Partial<AgentOutcome>;
  /** Answer to a question; checked against its schema. */
  answer?: unknown;
  /** Thrown instead. */
  error?: Error;
}

/** What happened in one conversation. */
export interface RecordedConversation {
  role: string;
  key: string;
  system: readonly string[];
  prompt: string;
  tools: readonly string[];
  /** Result of each call, or the message of what it threw, as the model would see it. */
  results: string[];
}

/** An agent without a model: takes the next conversation of its script that fits the role, and really runs its tools. */
export class ScriptedAgent implements AgentPort {
  readonly conversations: RecordedConversation[] = [];
  /** What was charged for conversations that were replayed. */
  readonly charged: { phase: string; task?: string; usage: AgentUsage }[] = [];
  readonly #script: ScriptedConversation[];

  constructor(script: readonly ScriptedConversation[]) {
    this.#script = [...script];
  }

  async work(request: AgentWork): Promise<AgentOutcome> {
    const script = this.#next(request);
    const recorded = this.#record(
      request,
      request.tools.map(({ name }) => name),
    );
    const refusedCalls: AgentOutcome['refusedCalls'] = [];
    for (let index = 0; ; index += 1) {
      const use = typeof script.calls === 'function' ? script.calls(recorded.results) : script.calls?.[index];
      if (use === undefined) break;
      const { text, refused } = await callTool(use, index, request);
      recorded.results.push(text);
      if (refused) refusedCalls.push({ tool: use.tool, reason: text });
    }
    const usage = { ...noUsage, requests: 1, turns: 1 };
    return {
      type: 'completed',
      text: '',
      model: 'scripted',
      usage,
      refusedCalls,
      cacheMisses: [],
      ...script.outcome,
    } as AgentOutcome;
  }

  async ask<T>(question: AgentQuestion<T>): Promise<AgentAnswer<T>> {
    const script = this.#next(question);
    this.#record(question, []);
    const usage = { ...noUsage, requests: 1, turns: 1 };
    const parsed = question.schema.safeParse(script.answer);
    if (parsed.success) return { type: 'answered', value: parsed.data, usage, model: 'scripted' };
    return { type: 'invalid', issues: [parsed.error.message], text: JSON.stringify(script.answer) ?? '', usage };
  }

  charge({ phase, task }: Pick<AgentAssignment, 'phase' | 'task'>, usage: AgentUsage): void {
    this.charged.push({ phase, ...(task === undefined ? {} : { task }), usage });
  }

  /** @throws {Error} when the script is at its end, so that a test that forgot one fails loudly; or its own error. */
  #next(assignment: AgentAssignment): ScriptedConversation {
    const index = this.#script.findIndex(({ role }) => role === undefined || role === assignment.role);
    const [script] = index < 0 ? [] : this.#script.splice(index, 1);
    if (script === undefined) throw new Error(`no scripted conversation for ${assignment.role} (${assignment.key})`);
    if (script.error !== undefined) throw script.error;
    return script;
  }

  #record({ role, key, system, prompt }: AgentAssignment, tools: readonly string[]): RecordedConversation {
    const recorded: RecordedConversation = { role, key, system, prompt, tools, results: [] };
    this.conversations.push(recorded);
    return recorded;
  }
}

async function callTool(
  use: ScriptedToolUse,
  index: number,
  { tools, signal }: AgentWork,
): Promise<{ text: string; refused: boolean }> {
  const tool = tools.find(({ name }) => name === use.tool);
  if (tool === undefined) return { text: `Error: Tool '${use.tool}' not found`, refused: false };
  try {
    return { text: await tool.run(use.input, { id: `call-${index + 1}`, signal }), refused: false };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { text: error.message, refused: error.name === 'ToolRefusal' };
  }
}
