import { z } from 'zod';

/** What model calls cost. Input is split by how it was billed; the four token counts do not overlap. */
export const AgentUsage = z
  .strictObject({
    /** Requests that were billed, replies that broke off included. */
    requests: z.int().min(0),
    /** Complete replies. */
    turns: z.int().min(0),
    /** Input billed in full: neither read from the prompt cache nor written to it. */
    inputTokens: z.int().min(0),
    cacheReadTokens: z.int().min(0),
    cacheWriteTokens: z.int().min(0),
    outputTokens: z.int().min(0),
    /** US dollars; null when the price of a model that took part is not known: never counted as 0. */
    costUsd: z.number().min(0).nullable(),
  })
  .meta({ id: 'AgentUsage' });
export type AgentUsage = z.infer<typeof AgentUsage>;

export const noUsage: AgentUsage = Object.freeze({
  requests: 0,
  turns: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  costUsd: 0,
});

/** The sum; its cost is unknown as soon as one part's cost is. */
export function addUsage(a: AgentUsage, b: AgentUsage): AgentUsage {
  return {
    requests: a.requests + b.requests,
    turns: a.turns + b.turns,
    inputTokens: a.inputTokens + b.inputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
  };
}

/** All tokens that went through the model, read from the cache or not. */
export function totalTokens(usage: AgentUsage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
}

/** What a budget counts: US dollars, tokens of all kinds, complete replies, milliseconds since it was opened. */
export const BudgetDimension = z.enum(['money', 'tokens', 'turns', 'time']);
export type BudgetDimension = z.infer<typeof BudgetDimension>;

/** Which budget was reached. */
export const BudgetExhaustion = z
  .strictObject({
    /** Whose budget: `run`, `phase`, `task`. */
    level: z.string(),
    dimension: BudgetDimension,
    limit: z.number(),
    /** Null when the cost is not known: a cap in money cannot be held then. */
    spent: z.number().nullable(),
  })
  .meta({ id: 'BudgetExhaustion' });
export type BudgetExhaustion = z.infer<typeof BudgetExhaustion>;

/** A tool call that the tool refused: told to the model as an error, and kept for the report. */
export const RefusedCall = z
  .strictObject({
    tool: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'RefusedCall' });
export type RefusedCall = z.infer<typeof RefusedCall>;

/** Why a turn read less from the prompt cache than it could have, in the API's word. */
export const CacheMiss = z
  .strictObject({
    turn: z.int().min(1),
    reason: z.string(),
    /** Tokens that would have been read; absent when the API does not say. */
    tokens: z.int().min(0).optional(),
  })
  .meta({ id: 'CacheMiss' });
export type CacheMiss = z.infer<typeof CacheMiss>;

const outcomeFields = {
  /** Text of the last reply. What it claims is not evidence. */
  text: z.string(),
  /** The model that wrote the last reply; undefined when there was none. */
  model: z.string().optional(),
  usage: AgentUsage,
  refusedCalls: z.array(RefusedCall),
  cacheMisses: z.array(CacheMiss),
};

/** How a run of an agent ended. */
export const AgentOutcome = z
  .discriminatedUnion('type', [
    /** The model had nothing more to do. */
    z.strictObject({ type: z.literal('completed'), ...outcomeFields }),
    /** The reply reached its length limit; calls in it were not run, as the last one may be cut. */
    z.strictObject({ type: z.literal('cut-off'), ...outcomeFields }),
    /** The model declined; nothing of that reply was run. */
    z.strictObject({
      type: z.literal('refused'),
      category: z.string().optional(),
      explanation: z.string().optional(),
      ...outcomeFields,
    }),
    /** The conversation no longer fits into the model's context window. */
    z.strictObject({ type: z.literal('context-full'), ...outcomeFields }),
    /** A budget was reached; calls of the last reply were not run, and the run goes on from here with a larger one. */
    z.strictObject({
      type: z.literal('budget'),
      exhausted: BudgetExhaustion,
      /** Tools of the last reply that were not run. */
      waitingCalls: z.array(z.string()),
      ...outcomeFields,
    }),
    /** The API stopped for a reason that this program does not know. */
    z.strictObject({ type: z.literal('stopped'), stopReason: z.string(), ...outcomeFields }),
  ])
  .meta({ id: 'AgentOutcome' });
export type AgentOutcome = z.infer<typeof AgentOutcome>;

/** What a language model did in a task, a phase or a run, and what it cost. */
export const AgentShare = z
  .strictObject({
    /** Conversations and questions. */
    conversations: z.int().min(1),
    /** Models that answered, sorted. */
    models: z.array(z.string()),
    usage: AgentUsage,
    durationMs: z.number(),
    refusedCalls: z.array(RefusedCall),
    cacheMisses: z.array(CacheMiss),
  })
  .meta({ id: 'AgentShare' });
export type AgentShare = z.infer<typeof AgentShare>;

/** The sum of what was done; undefined when a model did nothing. */
export function addShares(shares: readonly (AgentShare | undefined)[]): AgentShare | undefined {
  const done = shares.filter((share) => share !== undefined);
  if (done.length === 0) return undefined;
  return {
    conversations: done.reduce((sum, share) => sum + share.conversations, 0),
    models: [...new Set(done.flatMap(({ models }) => models))].sort(),
    usage: done.map(({ usage }) => usage).reduce(addUsage),
    durationMs: done.reduce((sum, share) => sum + share.durationMs, 0),
    refusedCalls: done.flatMap(({ refusedCalls }) => refusedCalls),
    cacheMisses: done.flatMap(({ cacheMisses }) => cacheMisses),
  };
}
