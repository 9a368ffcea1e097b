import { FleetSummary, type RepositoryResult } from '../documents/summary.js';
import { renderSummary } from './render-summary.js';
import { summarize } from './summarize.js';

const result = (state: RepositoryResult['state'], more: Partial<RepositoryResult> = {}): RepositoryResult => ({
  ...{
    id: 'shop',
    repository: '/srv/shop',
    request: 'Dockerize',
    state,
    attempt: 1,
    runId: '01JD0000000000000000000000',
  },
  ...{ stepsDone: 0, commits: [], ...more },
});

describe('summarize', () => {
  it.each<[string, RepositoryResult[], number]>([
    ['all done', [result('done'), result('done')], 0],
    ['one failed', [result('done'), result('failed', { exitCode: 1 })], 1],
    ['one refused', [result('refused', { exitCode: 3 })], 1],
    ['one cancelled', [result('done'), result('cancelled', { exitCode: 130 })], 1],
    ['only what may pass failed', [result('done'), result('failed', { exitCode: 75 })], 75],
    ['both kinds failed', [result('failed', { exitCode: 1 }), result('failed', { exitCode: 75 })], 1],
    ['one not ended', [result('failed', { exitCode: 1 }), result('running')], 130],
  ])('gives the exit status when %s', (_case, repositories, exitCode) => {
    const summary = summarize('f', repositories);
    expect(summary.exitCode).toBe(exitCode);
    expect(FleetSummary.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
  });
});

describe('renderSummary', () => {
  it('keeps a reason from breaking the table', () => {
    const text = renderSummary(summarize('f', [result('failed', { reason: 'a | b\n<script>' })]));
    expect(text.split('\n').filter((line) => line.startsWith('| ✗'))).toEqual([
      '| ✗ failed | shop |  | 0 |  | a \\| b \\<script\\> |',
    ]);
  });
});
