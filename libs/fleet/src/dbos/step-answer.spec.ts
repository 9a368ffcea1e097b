import { OrchestratorError } from '@devops-orchestrator/contracts';
import { answerOf, OwnershipLostError, valueOf } from './step-answer.js';

const { signal } = new AbortController();
/** As the database gives an answer back. */
const stored = async (run: () => Promise<string>) =>
  JSON.parse(JSON.stringify(await answerOf(run, signal))) as Awaited<ReturnType<typeof answerOf>>;

describe('answerOf', () => {
  it.each([
    ['a short output', { sha: 'abc' }],
    ['a long one', { text: 'ü'.repeat(100_000) }],
    ['none', null],
  ])('keeps %s', async (_case, output) => {
    expect(valueOf(await stored(async () => JSON.stringify(output)))).toEqual(output);
  });

  it('makes a long output small', async () => {
    const text = JSON.stringify(await stored(async () => JSON.stringify('line of a file\n'.repeat(10_000))));
    expect(text.length).toBeLessThan(5000);
  });

  it('keeps what a domain error says', async () => {
    const error = new OrchestratorError('write-failed', 'The disk is full.', { hint: 'Make room.', retryable: true });
    const answer = await stored(() => Promise.reject(error));
    expect(() => valueOf(answer)).toThrow(
      expect.objectContaining({
        code: 'write-failed',
        message: 'The disk is full.',
        hint: 'Make room.',
        retryable: true,
      }) as Error,
    );
  });

  it('keeps the message of a defect', async () => {
    const answer = await stored(() => Promise.reject(new TypeError('x is not a function')));
    expect(() => valueOf(answer)).toThrow('x is not a function');
  });

  it.each<[string, AbortSignal, Error]>([
    ['an aborted run', AbortSignal.abort(), new Error('stopped')],
    ['a run that was taken over', signal, new OwnershipLostError('R1')],
  ])('records nothing of %s', async (_case, aborted, error) => {
    await expect(answerOf(() => Promise.reject(error), aborted)).rejects.toBe(error);
  });
});
