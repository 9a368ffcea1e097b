import { ordinaryWords, spelledWords } from './lexicon/spelling.lexicon.js';
import { correctSpelling } from './spelling.js';

describe('correctSpelling', () => {
  it.each([
    ['kuberntes', 'kubernetes'],
    ['dokcer', 'docker'],
    ['actoins', 'actions'],
    ['terrafrom', 'terraform'],
    ['pipline', 'pipeline'],
    ['scirpts', 'scripts'],
    ['contnious', 'continuous'],
  ])('takes %j for %j', (word, meant) => {
    expect(correctSpelling(word)).toBe(meant);
  });

  it.each(['composer', 'locker', 'tracking', 'clutter', 'auction', 'helmet', 'hell', 'transform', 'x'])(
    'leaves %j alone',
    (word) => {
      expect(correctSpelling(word)).toBe(word);
    },
  );

  it('leaves every word of its own lists alone', () => {
    const words = [...spelledWords, ...ordinaryWords];
    expect(words.filter((word) => correctSpelling(word) !== word)).toEqual([]);
  });
});
