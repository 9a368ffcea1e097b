import fc from 'fast-check';
import { mergeEdits, type MergeResult } from './merge-edits.js';
import { readText, sameLines } from './text-form.js';

const base = 'a\nb\nc\nd\ne\n';

describe('mergeEdits', () => {
  it.each<[string, string, string, string, MergeResult]>([
    ['keeps an edit while the plan stays', base, 'a\nB\nc\nd\ne\n', base, { kind: 'unchanged' }],
    ['keeps a text that is as planned', base, 'x\n', 'x\n', { kind: 'unchanged' }],
    ['replaces what nobody edited', base, base, 'x\n', { kind: 'replaced', content: 'x\n' }],
    ['brings both changes together', base, 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n', merged('A\nb\nc\nd\nE\n')],
    [
      'takes the same change of both once',
      base,
      'a\nX\nc\nd\ne\nf\n',
      'A\nX\nc\nd\ne\n',
      { kind: 'conflict', conflicts: [place(1, 1, 'a b', 'a X', 'A X')] },
    ],
    [
      'takes an equal insertion once',
      base,
      'a\nb\nN\nc\nd\ne\nf\n',
      'A\nb\nN\nc\nd\ne\n',
      merged('A\nb\nN\nc\nd\ne\nf\n'),
    ],
    ['takes out what the plan took out', base, 'A\nb\nc\nd\ne\n', 'a\nb\nc\ne\n', merged('A\nb\nc\ne\n')],
    ['leaves out what the person took out', base, 'a\nb\nd\ne\n', 'A\nb\nc\nd\ne\n', merged('A\nb\nd\ne\n')],
    [
      'leaves a text that holds the planned change already',
      base,
      'a\nB\nc\nD\ne\n',
      'a\nb\nc\nD\ne\n',
      { kind: 'unchanged' },
    ],
    [
      'stops at a line that both changed',
      base,
      'a\nB\nc\nd\ne\n',
      'a\nX\nY\nc\nd\ne\n',
      conflict(2, 2, 'b', 'B', 'X Y'),
    ],
    [
      'stops where one took out what the other changed',
      base,
      'a\nc\nd\ne\n',
      'a\nX\nc\nd\ne\n',
      conflict(2, 2, 'b', '', 'X'),
    ],
    ['stops at a text that was emptied', base, '', 'a\nb\n', conflict(1, 1, 'a b c d e', '', 'a b')],
    [
      'tells every place',
      base,
      'A\nb\nc\nd\nE\n',
      '1\nb\nc\nd\n2\n',
      { kind: 'conflict', conflicts: [place(1, 1, 'a', 'A', '1'), place(5, 5, 'e', 'E', '2')] },
    ],
  ])('%s', (_fact, before, current, planned, expected) => {
    expect(mergeEdits({ base: before, current, planned })).toEqual(expected);
  });

  it.each<[string, string, string, string, MergeResult]>([
    [
      'CRLF stays in a merge',
      base,
      'A\r\nb\r\nc\r\nd\r\ne\r\n',
      'a\nb\nc\nd\nE\nF\n',
      merged('A\r\nb\r\nc\r\nd\r\nE\r\nF\r\n'),
    ],
    ['CRLF alone is no edit', base, 'a\r\nb\r\nc\r\nd\r\ne\r\n', 'a\nx\n', { kind: 'replaced', content: 'a\r\nx\r\n' }],
    ['CRLF alone is no change', base, 'x\r\ny\r\n', 'x\ny\n', { kind: 'unchanged' }],
    [
      'mixed ends stay where nothing is planned',
      base,
      'A\r\nb\nc\nd\ne\n',
      'a\nb\nc\nd\nE\n',
      merged('A\r\nb\nc\nd\nE\n'),
    ],
    ['a missing final newline stays missing', base, 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE\n', merged('A\nb\nc\nd\nE')],
    [
      'a last line without end gets one when lines follow',
      base,
      'A\r\nb\r\nc\r\nd\r\ne',
      'a\nb\nc\nd\ne\nf\n',
      merged('A\r\nb\r\nc\r\nd\r\ne\r\nf'),
    ],
    [
      'a CRLF line that becomes the last loses its end',
      base,
      'A\r\nb\r\nc\r\nd\r\ne',
      'a\nb\nc\nd\n',
      merged('A\r\nb\r\nc\r\nd'),
    ],
    [
      'carriage returns before a line end are part of it',
      base,
      'A\nb\nc\nd\ne\n',
      'a\nb\nc\nd\r\r\nE\n',
      merged('A\nb\nc\nd\nE\n'),
    ],
    ['an empty last line keeps its end', base, 'A\nb\nc\nd\ne', 'a\nb\nc\nd\ne\n\n', merged('A\nb\nc\nd\ne\n\n')],
    ['a byte order mark stays', base, '\uFEFFA\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n', merged('\uFEFFA\nb\nc\nd\nE\n')],
    [
      'a planned byte order mark is not brought in',
      base,
      'A\nb\nc\nd\ne\n',
      '\uFEFFa\nb\nc\nd\nE\n',
      merged('A\nb\nc\nd\nE\n'),
    ],
  ])('%s', (_fact, before, current, planned, expected) => {
    expect(mergeEdits({ base: before, current, planned })).toEqual(expected);
  });

  it('leaves alone a text edited by hand, replaces one that was not, and takes a change made by both', () => {
    fc.assert(
      fc.property(text(), text(), (one, other) => {
        expect(mergeEdits({ base: one, current: one, planned: other })).toEqual(
          sameLines(one, other) ? { kind: 'unchanged' } : { kind: 'replaced', content: other },
        );
        expect(mergeEdits({ base: one, current: other, planned: one })).toEqual({ kind: 'unchanged' });
        expect(mergeEdits({ base: one, current: other, planned: other })).toEqual({ kind: 'unchanged' });
      }),
    );
  });

  it('holds every line that one side added, and no line that one side took out, unless it is a conflict', () => {
    fc.assert(
      fc.property(text(), text(), text(), (before, current, planned) => {
        const result = mergeEdits({ base: before, current, planned });
        if (result.kind !== 'merged') return;
        const [o, a, b, m] = [before, current, planned, result.content].map(linesOf) as [Lines, Lines, Lines, Lines];
        for (const line of [...a, ...b]) if (!o.has(line)) expect(m).toContain(line);
        for (const line of m) expect(a.has(line) || b.has(line)).toBe(true);
        for (const line of o) if (!a.has(line) && !b.has(line)) expect(m).not.toContain(line);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the same conflicts whichever side is whose', () => {
    fc.assert(
      fc.property(text(), text(), text(), (before, current, planned) => {
        const one = mergeEdits({ base: before, current, planned });
        const other = mergeEdits({ base: before, current: planned, planned: current });
        if (one.kind === 'conflict' && other.kind === 'conflict') {
          expect(other.conflicts.map(({ base: lines }) => lines)).toEqual(
            one.conflicts.map(({ base: lines }) => lines),
          );
        }
        expect(one.kind === 'conflict').toBe(other.kind === 'conflict');
      }),
    );
  });
});

describe('mergeEdits on large texts', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index} ${'x'.repeat(45)}`);
  const every = (step: number, lines: readonly string[], edit: (line: string) => string) =>
    lines.map((line, index) => (index % 20 === step ? edit(line) : line));
  const large = numbered(100_000);
  const repeated = Array.from({ length: 100_000 }, (_, index) => `line ${index % 7}`);

  it.each<[string, readonly string[], readonly string[], readonly string[], MergeResult['kind']]>([
    ['edits all over', large, every(3, large, (line) => `${line}!`), every(9, large, (line) => `${line}?`), 'merged'],
    [
      'three texts without a common line',
      large,
      every(0, large, String).map((line) => `a${line}`),
      large.map((line) => `b${line}`),
      'conflict',
    ],
    [
      'few lines, many times',
      repeated,
      every(3, repeated, (line) => `${line}!`),
      every(9, repeated, (line) => `${line}?`),
      'conflict',
    ],
    [
      'one line, in three numbers',
      Array<string>(30_000).fill('x'),
      Array<string>(29_000).fill('x').concat('y'),
      ['z', ...Array<string>(31_000).fill('x')],
      'merged',
    ],
    ['the reverse order', large, [...large].reverse(), large.slice(1), 'conflict'],
  ])('ends in time: %s', (_case, before, current, planned, kind) => {
    const [b, c, p] = [before, current, planned].map((lines) => `${lines.join('\n')}\n`) as [string, string, string];
    const start = performance.now();
    expect(mergeEdits({ base: b, current: c, planned: p }).kind).toBe(kind);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

type Lines = ReadonlySet<string>;

function merged(content: string): MergeResult {
  return { kind: 'merged', content };
}

function conflict(...args: Parameters<typeof place>): MergeResult {
  return { kind: 'conflict', conflicts: [place(...args)] };
}

function place(startLine: number, plannedStartLine: number, before: string, current: string, planned: string) {
  const words = (line: string) => line.split(' ').filter((word) => word !== '');
  return { startLine, plannedStartLine, base: words(before), current: words(current), planned: words(planned) };
}

function text() {
  const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', '', '  f', '{', '}', '"a": 1,');
  const ends = fc.constantFrom('\n', '\n', '\r\n');
  return fc
    .tuple(fc.array(line, { maxLength: 12 }), ends, fc.boolean())
    .map(([lines, end, final]) => lines.join(end) + (final && lines.length > 0 ? end : ''));
}

function linesOf(content: string): Lines {
  return new Set(readText(content).lines);
}
