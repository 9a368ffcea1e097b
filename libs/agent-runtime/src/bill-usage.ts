import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { addUsage } from '@devops-orchestrator/contracts';
import type { AgentUsage } from '@devops-orchestrator/contracts';
import { costOf } from './prices.js';
import type { BilledTokens, PriceTable } from './prices.js';

/** The counts of `BetaUsage` that are billed; gateways leave some out. */
interface WireUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_creation?: { ephemeral_1h_input_tokens?: number | null } | null;
}

/**
 * What one reply is billed. A reply that broke off is billed by what it had told of its usage until then. The cost of
 * compacting a conversation stands beside the counts of the message, and is added.
 */
export function billUsage(
  reply: Pick<BetaMessage, 'model' | 'usage'>,
  prices: PriceTable,
  complete: boolean,
): AgentUsage {
  const counts: Partial<BetaMessage['usage']> = reply.usage ?? {};
  const compactions = (counts.iterations ?? []).filter(({ type }) => type === 'compaction');
  const base = { ...billOne(counts, reply.model, prices), requests: 1, turns: complete ? 1 : 0 };
  return compactions.reduce((sum, iteration) => addUsage(sum, billOne(iteration, reply.model, prices)), base);
}

function billOne(usage: WireUsage, model: string, prices: PriceTable): AgentUsage {
  const written = usage.cache_creation_input_tokens ?? 0;
  const written1h = Math.min(written, usage.cache_creation?.ephemeral_1h_input_tokens ?? 0);
  const tokens: BilledTokens = {
    input: usage.input_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite5m: written - written1h,
    cacheWrite1h: written1h,
    output: usage.output_tokens ?? 0,
  };
  return {
    requests: 0,
    turns: 0,
    inputTokens: tokens.input,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: written,
    outputTokens: tokens.output,
    costUsd: costOf(tokens, model, prices),
  };
}
