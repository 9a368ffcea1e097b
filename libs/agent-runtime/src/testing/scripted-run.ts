import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { AgentEvent, AgentOutcome } from '@devops-orchestrator/contracts';
import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { MessagesServerOptions, ReceivedRequest } from '@devops-orchestrator/test-kit';
import { z } from 'zod';
import { Budget, defineTool, openClaudeClient, runAgent, systemTiming } from '../index.js';
import type { AgentRun, BudgetLimits, ClaudeClientOptions, Timing } from '../index.js';

/** Waits nothing, and remembers how long it should have. */
export function instantTiming(): Timing & { readonly waited: number[] } {
  const waited: number[] = [];
  return {
    waited,
    clock: systemTiming.clock,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      waited.push(ms);
    },
  };
}

/** A tool that keeps what it was called with, and answers with a word. */
export function recordingTool(name = 'note', traits: { exclusive?: boolean; repeatable?: boolean } = {}) {
  const calls: unknown[] = [];
  const tool = defineTool({
    name,
    description: `Keeps a ${name}.`,
    input: z.strictObject({ text: z.string() }),
    ...traits,
    run: async (input) => {
      calls.push(input.text);
      return `kept ${input.text}`;
    },
  });
  return Object.assign(tool, { calls });
}

export interface ScriptedRunOptions extends Partial<Omit<AgentRun, 'budget' | 'client'>> {
  server?: Partial<MessagesServerOptions>;
  client?: ClaudeClientOptions;
  limits?: BudgetLimits;
  budget?: Budget;
}

export interface ScriptedRunResult {
  outcome: AgentOutcome | undefined;
  error: OrchestratorError | undefined;
  events: AgentEvent[];
  requests: ReceivedRequest[];
  waited: number[];
  budget: Budget;
}

export const apiKey = 'sk-ant-test-0123456789abcdef';

/** Runs an agent against a scripted server; an error of ours is a result too. */
export async function scriptedRun(
  replies: MessagesServerOptions['replies'],
  options: ScriptedRunOptions = {},
): Promise<ScriptedRunResult> {
  const server = await MessagesServer.start({ minimumTokens: 0, ...options.server, replies });
  const timing = instantTiming();
  const events: AgentEvent[] = [];
  const budget = options.budget ?? new Budget('task', options.limits ?? { turns: 20 }, timing.clock);
  const result = { events, requests: server.requests, waited: timing.waited, budget };
  try {
    const client = await openClaudeClient({ apiKey, baseUrl: server.url, idleMs: 30_000, ...options.client });
    const { server: _server, client: _client, limits: _limits, ...run } = options;
    const outcome = await runAgent({
      model: 'claude-opus-5-5',
      system: ['You keep notes.'],
      messages: [{ role: 'user', content: 'Keep a note.' }],
      tools: [],
      signal: new AbortController().signal,
      timing,
      emit: (event) => events.push(event),
      ...run,
      client,
      budget,
    });
    return { ...result, outcome, error: undefined };
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    return { ...result, outcome: undefined, error };
  } finally {
    await server.close();
  }
}
