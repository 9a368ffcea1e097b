import fc from 'fast-check';
import { digestOf } from '../generated-files.js';
import { becomesBase, decideFile, type FileDecision } from './decide-file.js';

const old = 'a\nb\nc\n';
const next = 'a\nb\nC\n';
const bases = (...texts: string[]) => ({ bases: texts, digests: [] });
const digests = (...texts: string[]) => ({ bases: [], digests: texts.map(digestOf) });

describe('decideFile', () => {
  it.each<[string, Parameters<typeof decideFile>[0], FileDecision]>([
    ['creates what is not there', { current: undefined, planned: next }, { kind: 'create', content: next }],
    [
      'keeps a file that nobody generated',
      { current: 'mine\n', planned: next },
      { kind: 'keep', reason: 'not-generated' },
    ],
    ['leaves a file that is as planned', { current: next, planned: next }, { kind: 'unchanged', edited: false }],
    [
      'leaves a file that is as planned save for its line ends',
      { recorded: bases(old), current: 'a\r\nb\r\nC\r\n', planned: next },
      { kind: 'unchanged', edited: false },
    ],
    [
      'replaces what nobody edited',
      { recorded: bases(old), current: old, planned: next },
      { kind: 'replace', content: next },
    ],
    [
      'replaces what any feature generated',
      { recorded: bases('x\n', old), current: old, planned: next },
      { kind: 'replace', content: next },
    ],
    [
      'replaces in CRLF what git turned to CRLF',
      { recorded: bases(old), current: 'a\r\nb\r\nc\r\n', planned: next },
      { kind: 'replace', content: 'a\r\nb\r\nC\r\n' },
    ],
    [
      'replaces what still has its recorded digest',
      { recorded: digests(old), current: old, planned: next },
      { kind: 'replace', content: next },
    ],
    [
      'replaces in CRLF what has its recorded digest but for CRLF',
      { recorded: digests(old), current: 'a\r\nb\r\nc\r\n', planned: next },
      { kind: 'replace', content: 'a\r\nb\r\nC\r\n' },
    ],
    [
      'leaves an edited file whose plan stayed',
      { recorded: bases(old), current: 'A\nb\nc\n', planned: old },
      { kind: 'unchanged', edited: true },
    ],
    [
      'merges edits with a changed plan',
      { recorded: bases(old), current: 'A\nb\nc\n', planned: next },
      { kind: 'merge', content: 'A\nb\nC\n' },
    ],
    [
      'merges with the version that the edits started from',
      { recorded: bases('v\nw\nx\ny\nz\n', old), current: 'A\nb\nc\n', planned: next },
      { kind: 'merge', content: 'A\nb\nC\n' },
    ],
    [
      'keeps an edited file of which only the digest is known',
      { recorded: digests(old), current: 'A\nb\nc\n', planned: next },
      { kind: 'keep', reason: 'base-unknown' },
    ],
    [
      'stops where edits and plan change the same line',
      { recorded: bases(old), current: 'a\nb\nX\n', planned: next },
      {
        kind: 'conflict',
        reason: 'edited',
        conflicts: [{ startLine: 3, plannedStartLine: 3, base: ['c'], current: ['X'], planned: ['C'] }],
      },
    ],
    [
      'leaves deleted what is planned as it was',
      { recorded: bases('x\n', old), current: undefined, planned: old },
      { kind: 'keep', reason: 'deleted' },
    ],
    [
      'leaves deleted what is planned as it was, by digest',
      { recorded: digests(old), current: undefined, planned: old },
      { kind: 'keep', reason: 'deleted' },
    ],
    [
      'stops at a deleted file whose plan has changed',
      { recorded: bases(old), current: undefined, planned: next },
      {
        kind: 'conflict',
        reason: 'deleted',
        conflicts: [
          { startLine: 1, plannedStartLine: 1, base: ['a', 'b', 'c'], current: [], planned: ['a', 'b', 'C'] },
        ],
      },
    ],
    [
      'creates what a damaged manifest no longer tells of',
      { recorded: bases(), current: undefined, planned: next },
      { kind: 'create', content: next },
    ],
  ])('%s', (_fact, input, decision) => {
    expect(decideFile(input)).toEqual(decision);
  });

  it('F52: never loses a line that a person added, and decides the same a second time', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 2 }), text, text, (recorded, edited, planned) => {
        const current = `mine ${edited}`;
        const decision = decideFile({ recorded: bases(...recorded), current, planned });
        if (!('content' in decision)) return;
        expect(decision.content).toContain(current.split('\n')[0]);
        const again = decideFile({ recorded: bases(planned), current: decision.content, planned });
        expect(again.kind).toBe('unchanged');
      }),
    );
  });
});

describe('becomesBase', () => {
  it.each<[FileDecision, boolean]>([
    [{ kind: 'merge', content: next }, true],
    [{ kind: 'unchanged', edited: true }, true],
    [{ kind: 'keep', reason: 'deleted' }, false],
    [{ kind: 'conflict', reason: 'edited', conflicts: [] }, false],
  ])('%j: %s', (decision, expected) => {
    expect(becomesBase(decision)).toBe(expected);
  });
});
