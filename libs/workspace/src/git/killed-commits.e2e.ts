import { killCommits } from '../testing/kill-commits.js';

describe('commit', () => {
  it('F45, F46: killed 200 times at random moments, leaves a sound repository and no commit twice', async () => {
    const report = await killCommits(200);
    expect(report).toMatchObject({ kills: 200, wrong: [] });
    // kills before, within and after: else the moments were not random
    expect([report.committed > 0, report.committed < 200, report.locks > 0]).toEqual([true, true, true]);
  });
});
