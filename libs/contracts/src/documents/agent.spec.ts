import { addUsage, noUsage, totalTokens } from './agent.js';

const usage = {
  requests: 1,
  turns: 1,
  inputTokens: 1,
  cacheReadTokens: 2,
  cacheWriteTokens: 3,
  outputTokens: 4,
  costUsd: 0.5,
};

describe('addUsage', () => {
  it('adds each count', () => {
    expect(addUsage(usage, usage)).toEqual({
      requests: 2,
      turns: 2,
      inputTokens: 2,
      cacheReadTokens: 4,
      cacheWriteTokens: 6,
      outputTokens: 8,
      costUsd: 1,
    });
  });

  it('keeps an unknown cost unknown', () => {
    expect(addUsage(noUsage, { ...usage, costUsd: null }).costUsd).toBeNull();
  });
});

describe('totalTokens', () => {
  it('counts every token once', () => {
    expect(totalTokens(usage)).toBe(10);
  });
});
