import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { addUsage, noUsage } from '@devops-orchestrator/contracts';
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
 * compacting a conversation stands beside the counts of the message, and is added. Where another model took over after a
 * refusal, each attempt counts, at the price of its own model. Source: `BetaIterationsUsage` of @anthropic-ai/sdk 1.13.
 */
export function billUsage(
  reply: Pick<BetaMessage, 'model' | 'usage'>,
  prices: PriceTable,
  complete: boolean,
): AgentUsage {
  const counts: Partial<BetaMessage['usage']> = reply.usage ?? {};
  const iterations = counts.iterations ?? [];
  const takenOver = iterations.some(({ type }) => type === 'fallback_message');
  const attempts = takenOver
    ? iterations
    : [{ ...counts, model: reply.model }, ...iterations.filter(({ type }) => type === 'compaction')];
  return attempts.reduce<AgentUsage>(
    (sum, attempt) =>
      addUsage(sum, billOne(attempt, ('model' in attempt ? attempt.model : null) ?? reply.model, prices)),
    { ...noUsage, requests: 1, turns: complete ? 1 : 0 },
  );
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
