import { claudePrices, costOf } from './prices.js';

const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const million = 1_000_000;

describe('costOf', () => {
  it.each([
    ['claude-opus-5-5', { input: million, output: million }, 24],
    ['claude-opus-5-5', { cacheRead: million, cacheWrite5m: million, cacheWrite1h: million }, 13.2],
    ['claude-sonnet-5-5', { cacheRead: million }, 0.1],
    ['claude-haiku-5-5', { input: 100_000 }, 0.01],
    ['claude-haiku-5-5', { input: 100_001 }, 0.0500005],
    ['claude-haiku-5-5', { input: 60_000, cacheRead: 60_000 }, null],
    ['claude-opus-5-5-20261101', { input: million }, 4],
    ['claude-next', { input: 1 }, null],
    ['claude-next', {}, null],
    ['claude-fable-5-1', { input: million, cacheRead: 1 }, null],
  ])('%s %j', (model, changes, expected) => {
    const cost = costOf({ ...tokens, ...changes }, model, claudePrices);
    if (expected === null) expect(cost).toBeNull();
    else expect(cost).toBeCloseTo(expected, 10);
  });
});
