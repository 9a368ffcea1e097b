import { breaksJson } from './json-guard.js';
import { mergeEdits } from './merge-edits.js';

describe('breaksJson', () => {
  it.each<[string, boolean]>([
    ['{"a": 1}', false],
    ['{"a": "\\": {"}', false],
    ['{"a": 1, "b": {"a": 2}}', false],
    ['{"a": 1, "a": 2}', true],
    ['{"__proto__": 1, "__proto__": 2}', true],
    ['{"a": 1,}', true],
    ['', true],
  ])('%s: %s', (merged, broken) => {
    expect(breaksJson(merged, ['{}', '[]'])).toBe(broken);
    expect(breaksJson(merged, ['{}', 'FROM scratch'])).toBe(false);
  });
});

describe('mergeEdits of JSON', () => {
  it.each<[string, string, string, string, string]>([
    [
      'a comma is missing between two new members',
      '{\n"a": 1,\n"b": 2\n}\n',
      '{\n"m": 0,\n"a": 1,\n"b": 2\n}\n',
      '{\n"a": 1,\n"b": 2,\n"c": 3\n}\n',
      'merged',
    ],
    [
      'a member that one side made the last is followed by a new one',
      '[\n1,\n2,\n3,\n4\n]\n',
      '[\n0,\n1,\n2,\n3,\n4\n]\n',
      '[\n1,\n2,\n3\n]\n',
      'merged',
    ],
    [
      'both added the same member in two places',
      '{\n"a": 1,\n"b": 2,\n"c": 3\n}\n',
      '{\n"n": 8,\n"a": 1,\n"b": 2,\n"c": 3\n}\n',
      '{\n"a": 1,\n"b": 2,\n"n": 9,\n"c": 3\n}\n',
      'conflict',
    ],
    [
      'brackets were moved',
      '[\n1,\n2,\n3,\n4,\n5\n]\n',
      '[\n[1],\n2,\n3,\n4,\n5\n]\n',
      '[\n1,\n2,\n3,\n[4],\n5\n]\n',
      'merged',
    ],
    [
      'a wrapped list lost its end to the other side',
      '[\n1,\n2,\n3\n]\n',
      '[[\n1,\n2,\n3\n]]\n',
      '[\n1,\n2,\n3,\n4\n]\n',
      'conflict',
    ],
    [
      'the person keeps broken JSON',
      '{\n"a": 1,\n"b": 2,\n"c": 3\n}\n',
      '{\n"a": 1\n"x": 2\n"b": 2,\n"c": 3\n}\n',
      '{\n"a": 1,\n"b": 2,\n"c": 4\n}\n',
      'merged',
    ],
  ])('%s', (_case, before, current, planned, kind) => {
    expect(mergeEdits({ base: before, current, planned }).kind).toBe(kind);
  });
});
