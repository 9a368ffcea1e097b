import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { AgentOutcome } from '@devops-orchestrator/contracts';

type Facts = Pick<AgentOutcome, 'text' | 'model' | 'usage' | 'refusedCalls' | 'cacheMisses'>;

/** What the end of a reply means for the conversation. */
export type NextStep =
  | { step: 'run-tools' }
  /** The model goes on from its own reply. */
  | { step: 'go-on' }
  | { step: 'end'; outcome: AgentOutcome };

/** Every stop reason of the API, those that are not known yet included. Source: `BetaStopReason` of @anthropic-ai/sdk 1.13. */
export function nextStep(reply: BetaMessage, facts: Facts): NextStep {
  switch (reply.stop_reason) {
    case 'tool_use':
      if (reply.content.some(({ type }) => type === 'tool_use')) return { step: 'run-tools' };
      return end({ type: 'stopped', stopReason: 'tool_use without a tool', ...facts });
    case 'pause_turn':
    case 'compaction':
      return { step: 'go-on' };
    case 'end_turn':
    case 'stop_sequence':
      return end({ type: 'completed', ...facts });
    case 'max_tokens':
      return end({ type: 'cut-off', ...facts });
    case 'model_context_window_exceeded':
      return end({ type: 'context-full', ...facts });
    case 'refusal':
      return end({ type: 'refused', ...refusalDetails(reply), ...facts });
    default:
      return end({ type: 'stopped', stopReason: String(reply.stop_reason), ...facts });
  }
}

/** Category and explanation of a refusal, as far as the API gives them. */
export function refusalDetails(reply: BetaMessage): { category?: string; explanation?: string } {
  const { category, explanation } = reply.stop_details ?? {};
  return { ...(category ? { category } : {}), ...(explanation ? { explanation } : {}) };
}

function end(outcome: AgentOutcome): NextStep {
  return { step: 'end', outcome };
}
