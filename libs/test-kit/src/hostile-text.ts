import fc from 'fast-check';
import { hostileNames, pieces, values } from './hostile-pieces.js';

const token = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z_][\w.-]*|\d[\d.]*/g;

type Edit = (text: string) => string;

const where = fc.double({ min: 0, max: 1, noNaN: true });
const inserted = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...pieces), fc.integer({ min: 2, max: 3000 }))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

const insert = fc.tuple(where, inserted).map(([at, piece]): Edit => (text) => {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + piece + text.slice(start);
});
const cut = fc.tuple(where, fc.nat(60)).map(([at, length]): Edit => (text) => {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + text.slice(start + length);
});
const cutOff = where.map(
  (at): Edit =>
    (text) =>
      text.slice(0, Math.floor(at * text.length)),
);
const exchange = fc.tuple(where, fc.constantFrom(...values, ...pieces)).map(([at, value]): Edit => (text) => {
  const tokens = [...text.matchAll(token)];
  const found = tokens[Math.floor(at * tokens.length)];
  return found === undefined ? value : text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
});
const swapLines = fc.tuple(where, where).map(([one, other]): Edit => (text) => {
  const lines = text.split('\n');
  const [a, b] = [Math.floor(one * lines.length), Math.floor(other * lines.length)];
  const [first, second] = [lines[a], lines[b]];
  if (first === undefined || second === undefined) return text;
  return lines.with(a, second).with(b, first).join('\n');
});
const doubleLine = fc.tuple(where, fc.integer({ min: 1, max: 200 })).map(([at, times]): Edit => (text) => {
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  return [...lines.slice(0, index), ...Array<string>(times).fill(lines[index] ?? ''), ...lines.slice(index)].join('\n');
});
const lineEnds = fc.constantFrom('\r\n', '\r', '\u2028').map(
  (end): Edit =>
    (text) =>
      text.replaceAll('\n', end),
);

const edit = fc.oneof(
  { weight: 6, arbitrary: insert },
  { weight: 6, arbitrary: exchange },
  { weight: 3, arbitrary: cut },
  { weight: 1, arbitrary: cutOff },
  { weight: 2, arbitrary: swapLines },
  { weight: 1, arbitrary: doubleLine },
  { weight: 1, arbitrary: lineEnds },
);

/** Longer texts are cut off: the time of a case is to tell of the text's form, not of its length. */
const longest = 40_000;

/** Texts that were valid until something was inserted, cut, exchanged, repeated or swapped in them; shrinks to one edit. */
export function hostileText(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(Math.max(0, seeds.length - 1)), fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([index, edits]) => edits.reduce((text, change) => change(text).slice(0, longest), seeds[index] ?? ''));
}

/** Path to text: a repository in which up to three files were made hostile, exchanged, renamed or removed. */
export function hostileFiles(
  seeds: readonly Readonly<Record<string, string>>[],
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const change = fc.record({
    kind: fc.constantFrom('edit', 'edit', 'edit', 'edit', 'exchange', 'rename', 'remove'),
    at: where,
    other: where,
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    name: fc.constantFrom(...hostileNames),
  });
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([index, changes]) => {
      const files = new Map(Object.entries(seeds[index] ?? {}));
      for (const { kind, at, other, edits, name } of changes) {
        const paths = [...files.keys()];
        const path = paths[Math.floor(at * paths.length)] ?? 'package.json';
        const text = files.get(path) ?? '';
        if (kind === 'edit')
          files.set(
            path,
            edits.reduce((result, apply) => apply(result).slice(0, longest), text),
          );
        else if (kind === 'exchange') files.set(path, files.get(paths[Math.floor(other * paths.length)] ?? '') ?? '');
        else files.delete(path);
        if (kind === 'rename') files.set(renamed(path, name), text);
      }
      return Object.fromEntries(files);
    });
}

/** The same file in a folder with that name, so that its own name still says what it is. */
function renamed(path: string, name: string): string {
  const slash = path.lastIndexOf('/');
  return `${path.slice(0, slash + 1)}${name}/${path.slice(slash + 1)}`;
}
