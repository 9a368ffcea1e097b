import type { MergeConflict } from './merge-edits.js';
import { renderConflict } from './render-conflict.js';

describe('renderConflict', () => {
  it('shows both sides with their line numbers, and what was generated before', () => {
    const conflict = place({
      startLine: 9,
      plannedStartLine: 10,
      base: ['EXPOSE 3000'],
      current: [],
      planned: ['a', 'b'],
    });
    expect(renderConflict('Dockerfile', [conflict])).toBe(
      `Dockerfile: edited since it was generated, and the new plan changes the same lines (1 place); left as it is.
  in the file, line 9:
         (no lines)
  planned, line 10:
      10 | a
      11 | b
  generated before:
         | EXPOSE 3000`,
    );
  });

  it('is short for whatever was edited', () => {
    const lines = Array.from({ length: 10_000 }, () => 'x'.repeat(10_000));
    const text = renderConflict(
      'a',
      Array<MergeConflict>(50).fill(place({ base: lines, current: lines, planned: lines })),
    );
    expect(text.length).toBeLessThan(15_000);
    expect(text).toContain('… 9992 more lines');
    expect(text).toContain('and 47 more');
  });

  it.each(['\u001b[31m', '\u202e', '\r', '\u2028', '\ud800', '\u0000'])('shows no %j', (character) => {
    const text = renderConflict(`a${character}`, [place({ current: [`b${character}`] })]);
    expect(text).not.toContain(character);
    expect(text).toContain('\uFFFD');
  });
});

function place(parts: Partial<MergeConflict>): MergeConflict {
  return { startLine: 1, plannedStartLine: 1, base: [], current: [], planned: [], ...parts };
}
