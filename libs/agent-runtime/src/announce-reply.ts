import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { AgentEvent } from '@devops-orchestrator/contracts';
import type { Conversation } from './conversation.js';

/** Tells what a complete reply says, and notes it. */
export function announceReply(reply: BetaMessage, conversation: Conversation, emit: (event: AgentEvent) => void): void {
  conversation.noteReply(reply);
  for (const block of reply.content) {
    if (block.type === 'thinking' && block.thinking !== '') emit({ type: 'reply-thinking', text: block.thinking });
    if (block.type === 'text' && block.text !== '') emit({ type: 'reply-text', text: block.text });
  }
  const reason = reply.diagnostics?.cache_miss_reason;
  if (!reason) return;
  const turn = conversation.usage.turns;
  const tokens = 'cache_missed_input_tokens' in reason ? { tokens: reason.cache_missed_input_tokens } : {};
  conversation.noteCacheMiss({ turn, reason: reason.type, ...tokens });
  emit({ type: 'cache-missed', turn, reason: reason.type });
}
