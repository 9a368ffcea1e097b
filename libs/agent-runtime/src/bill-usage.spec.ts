import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { billUsage } from './bill-usage.js';
import { claudePrices } from './prices.js';

const bill = (usage: object | undefined, model = 'claude-opus-5-5') =>
  billUsage({ model, usage } as BetaMessage, claudePrices, true);
const million = 1_000_000;

describe('billUsage', () => {
  it('splits input by how it is billed', () => {
    const usage = {
      input_tokens: 1,
      cache_read_input_tokens: 2,
      cache_creation_input_tokens: million,
      cache_creation: { ephemeral_1h_input_tokens: million / 2, ephemeral_5m_input_tokens: million / 2 },
      output_tokens: 4,
    };
    expect(bill(usage)).toMatchObject({
      inputTokens: 1,
      cacheReadTokens: 2,
      cacheWriteTokens: million,
      outputTokens: 4,
    });
    expect(bill(usage).costUsd).toBeCloseTo(6.5, 3);
  });

  it.each([undefined, {}, { input_tokens: null, cache_creation: null, iterations: null }])(
    'takes what a gateway leaves out as none: %j',
    (usage) => {
      expect(bill(usage)).toMatchObject({ requests: 1, turns: 1, inputTokens: 0, outputTokens: 0, costUsd: 0 });
    },
  );

  it('adds what compacting costs, and counts iterations of the message itself once', () => {
    const iterations = [
      { type: 'message', model: 'claude-opus-5-5', input_tokens: 10, output_tokens: 5 },
      { type: 'compaction', input_tokens: 100, output_tokens: 20 },
    ];
    expect(bill({ input_tokens: 10, output_tokens: 5, iterations })).toMatchObject({
      inputTokens: 110,
      outputTokens: 25,
    });
  });

  it('counts each attempt at its own price where another model took over', () => {
    const iterations = [
      { type: 'message', model: 'claude-opus-5-5', input_tokens: million, output_tokens: 0 },
      { type: 'fallback_message', model: 'claude-haiku-5-5', input_tokens: 0, output_tokens: million },
    ];
    const usage = bill({ input_tokens: 0, output_tokens: million, iterations }, 'claude-haiku-5-5');
    expect(usage).toMatchObject({ inputTokens: million, outputTokens: million, requests: 1, turns: 1 });
    expect(usage.costUsd).toBeCloseTo(4.5, 10);
  });

  it('does not know the cost when one of the models has no price', () => {
    expect(bill({ output_tokens: 1 }, 'claude-next').costUsd).toBeNull();
  });
});
