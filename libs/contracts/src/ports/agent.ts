import type { z } from 'zod';
import type { AgentTool } from '../agent-tools.js';
import type { AgentOutcome, AgentUsage, BudgetExhaustion } from '../documents/agent.js';
import type { PhaseId } from '../documents/run-report.js';

/** What an agent tells while it works. Text of a model or a tool is data: whoever shows it takes control characters out. */
export type AgentEvent =
  | { type: 'reply-text'; text: string }
  | { type: 'reply-thinking'; text: string }
  | { type: 'turn-finished'; turn: number; usage: AgentUsage }
  | { type: 'tool-started'; tool: string; callId: string; input: unknown }
  | { type: 'tool-finished'; tool: string; callId: string; status: ToolStatus; durationMs: number }
  | { type: 'cache-missed'; turn: number; reason: string }
  | { type: 'compacted'; turn: number }
  | { type: 'retrying'; attempt: number; delayMs: number; reason: string };

/** `refused`: not allowed; `failed`: bad input, or an error of the tool; `interrupted`: the run stopped meanwhile. */
export type ToolStatus = 'done' | 'failed' | 'refused' | 'interrupted';

/** Whose budgets a conversation spends from, and under which name it is resumed. */
export interface AgentAssignment {
  /** Name of the role; its model is configured. */
  readonly role: string;
  /** Unique in the run and stable between runs of the same input: an interrupted conversation goes on under its key. */
  readonly key: string;
  readonly phase: PhaseId;
  /** File of the task; absent: the phase as a whole. */
  readonly task?: string;
  /** Texts that stay the same the longest come first: the prompt cache reads them again. */
  readonly system: readonly string[];
  readonly prompt: string;
  readonly signal: AbortSignal;
  emit(event: AgentEvent): void;
}

export interface AgentWork extends AgentAssignment {
  readonly tools: readonly AgentTool[];
}

export interface AgentQuestion<T> extends AgentAssignment {
  readonly schema: z.ZodType<T>;
}

/** A value that passed the schema, or why there is none; billed in both cases. */
export type AgentAnswer<T> = { usage: AgentUsage; model?: string } & (
  | { type: 'answered'; value: T }
  | { type: 'invalid'; issues: readonly string[]; text: string }
  | { type: 'cut-off' }
  | { type: 'refused'; category?: string; explanation?: string }
  | { type: 'context-full' }
  | { type: 'budget'; exhausted: BudgetExhaustion }
  | { type: 'stopped'; stopReason: string }
);

/** A language model in a role. What it says is not evidence. */
export interface AgentPort {
  /**
   * Lets the role use the tools until it ends or a budget is reached. A conversation that was interrupted goes on, and no
   * tool call runs twice.
   *
   * @throws {OrchestratorError} `engine-unavailable`, `transient`, `interrupted`, … when the model cannot be asked.
   */
  work(request: AgentWork): Promise<AgentOutcome>;
  /** Asks for one value; an answer that does not fit is sent back once. @throws {OrchestratorError} as `work` does. */
  ask<T>(question: AgentQuestion<T>): Promise<AgentAnswer<T>>;
  /**
   * Counts against the budgets what was spent by an earlier process of the run, in a conversation that is over and is not
   * taken up again.
   */
  charge(assignment: Pick<AgentAssignment, 'phase' | 'task'>, usage: AgentUsage): void;
}
