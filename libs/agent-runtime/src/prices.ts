import type { AgentUsage } from '@devops-orchestrator/contracts';

/** US dollars per million tokens; null: not known. */
export interface TokenPrices {
  input: number;
  output: number;
  cacheWrite5m: number | null;
  cacheWrite1h: number | null;
  cacheRead: number | null;
}

/** Prices of a model; the tier is chosen by the size of each request's prompt. */
export interface ModelPrices {
  /** In rising order of `upToPromptTokens`; the last tier has none. */
  tiers: readonly { upToPromptTokens?: number; prices: TokenPrices }[];
  /** True: the model takes `thinking: adaptive`, without which it works in silence. */
  adaptiveThinking: boolean;
}

/** When the table was read, ISO 8601. */
export const pricesAsOf = '2026-11-22';

const flat = (prices: TokenPrices) => [{ prices }];

/** Source: platform.claude.com, pricing, as of `pricesAsOf`. Cache writes of claude-sonnet-5-5 are those of claude-sonnet-5. */
export const claudePrices: Readonly<Record<string, ModelPrices>> = {
  'claude-opus-5-5': {
    tiers: flat({ input: 4, output: 20, cacheWrite5m: 5, cacheWrite1h: 8, cacheRead: 0.2 }),
    adaptiveThinking: true,
  },
  'claude-sonnet-5-5': {
    tiers: flat({ input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 }),
    adaptiveThinking: true,
  },
  'claude-haiku-5-5': {
    tiers: [
      {
        upToPromptTokens: 100_000,
        prices: { input: 0.1, output: 0.5, cacheWrite5m: 0.125, cacheWrite1h: 0.2, cacheRead: 0.01 },
      },
      { prices: { input: 0.5, output: 2.5, cacheWrite5m: 0.625, cacheWrite1h: null, cacheRead: null } },
    ],
    adaptiveThinking: false,
  },
  'claude-opus-5': {
    tiers: flat({ input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }),
    adaptiveThinking: false,
  },
  'claude-fable-5-1': {
    tiers: flat({ input: 10, output: 50, cacheWrite5m: null, cacheWrite1h: null, cacheRead: null }),
    adaptiveThinking: true,
  },
};

export type PriceTable = Readonly<Record<string, ModelPrices>>;

/** Token counts of one request, as it is billed. */
export interface BilledTokens {
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}

/** Row of a model; a dated id (`claude-haiku-4-5-20251001`) has the row of its name. */
export function findPrices(model: string, table: PriceTable): ModelPrices | undefined {
  return table[model] ?? table[model.replace(/-\d{8}$/, '')];
}

/** US dollars, or null when a price that matters is not known. */
export function costOf(tokens: BilledTokens, model: string, table: PriceTable): AgentUsage['costUsd'] {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  const row = findPrices(model, table);
  const prices = row?.tiers.find(({ upToPromptTokens }) => prompt <= (upToPromptTokens ?? Infinity))?.prices;
  if (prices === undefined) return null;
  let micros = 0;
  for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const) {
    if (tokens[kind] === 0) continue;
    const price = prices[kind];
    if (price === null) return null;
    micros += tokens[kind] * price;
  }
  return micros / 1_000_000;
}
