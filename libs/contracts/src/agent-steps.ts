import { budgetError } from './budget-error.js';
import type { AgentOutcome, AgentShare, AgentUsage } from './documents/agent.js';
import type { PhaseContext } from './phase.js';
import type { StepInfo } from './ports/step-runner.js';
import type { AgentAnswer, AgentAssignment, AgentPort, AgentQuestion, AgentWork } from './ports/agent.js';

/** Name of the step in which an agent works with tools; its output is an `AgentOutcome`. */
export const agentWorkStep = 'agent-work';
/** Name of the step in which an agent is asked; its output is an `AgentAnswer`. */
export const agentAskStep = 'agent-ask';

/** A conversation as one step: what identifies it is journaled, tools and schema are not. */
export type AgentCall = Pick<AgentAssignment, 'role' | 'phase' | 'system' | 'prompt'> & {
  task?: string;
  /** Name under which the port keeps the conversation; another one for each try at the same work. */
  conversation: string;
};

/** What came of a conversation and what it cost. */
export interface AgentResult<T> {
  result: T;
  share: AgentShare;
}

/**
 * Lets an agent work as one step. A process that died in it goes on with the same conversation.
 *
 * @throws {BudgetExhaustedError} when a budget is reached: the step is open then, and goes on with a larger one.
 */
export function workInStep(
  call: AgentCall,
  tools: AgentWork['tools'],
  key: string,
  context: PhaseContext,
): Promise<AgentResult<AgentOutcome>> {
  return inAgentStep(agentWorkStep, call, key, context, (agent, assignment) => agent.work({ ...assignment, tools }));
}

/** Asks an agent for one value as one step. @throws {BudgetExhaustedError} as `workInStep` does. */
export function askInStep<T>(
  call: AgentCall,
  schema: AgentQuestion<T>['schema'],
  key: string,
  context: PhaseContext,
): Promise<AgentResult<AgentAnswer<T>>> {
  return inAgentStep(agentAskStep, call, key, context, (agent, assignment) => agent.ask({ ...assignment, schema }));
}

async function inAgentStep<T extends AgentAnswer<unknown> | AgentOutcome>(
  name: string,
  call: AgentCall,
  key: string,
  context: PhaseContext,
  converse: (agent: AgentPort, assignment: AgentAssignment) => Promise<T>,
): Promise<AgentResult<T>> {
  const agent = requireAgent(context);
  let spentNow: AgentUsage | undefined;
  const run = async (input: AgentCall, step: StepInfo): Promise<AgentResult<T>> => {
    const started = context.clock.monotonicMs();
    const { conversation, ...assignment } = input;
    const result = await converse(agent, {
      ...assignment,
      key: conversation,
      signal: step.signal,
      emit: (event) =>
        context.emit({
          type: 'agent',
          role: call.role,
          ...(call.task === undefined ? {} : { task: call.task }),
          event,
        }),
    });
    spentNow = result.usage;
    if (result.type === 'budget') throw budgetError(result.exhausted);
    return { result, share: shareOf(result, context.clock.monotonicMs() - started) };
  };
  const done = await context.step({ name, run }, key, call);
  // replayed from a journal: the budgets of this process do not know of it yet
  if (spentNow === undefined) agent.charge(call, done.share.usage);
  return done;
}

function requireAgent({ agent }: PhaseContext): AgentPort {
  if (agent === undefined) throw new Error('there is no agent to ask');
  return agent;
}

function shareOf(result: AgentAnswer<unknown> | AgentOutcome, durationMs: number): AgentShare {
  const { usage, model } = result;
  return {
    conversations: 1,
    models: model === undefined ? [] : [model],
    usage,
    durationMs,
    refusedCalls: 'refusedCalls' in result ? result.refusedCalls : [],
    cacheMisses: 'cacheMisses' in result ? result.cacheMisses : [],
  };
}
