import { killCommits } from '../testing/kill-commits.js';

describe('commit', () => {
  it('F45, F46: killed at a random moment, leaves a sound repository, and exactly one commit after the next try', async () => {
    expect(await killCommits(15)).toMatchObject({ kills: 15, wrong: [] });
  }, 60_000);
});
