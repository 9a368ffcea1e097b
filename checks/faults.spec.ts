import { read, trackedFiles } from './repository.js';

const ids = Array.from({ length: 60 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
const tests = new Map(
  trackedFiles
    .filter((path) => /\.(?:spec|e2e)\.ts$/.test(path) && path !== 'checks/faults.spec.ts')
    .map((path) => [path, read(path)]),
);
const rows = new Map(
  read('docs/faults.md')
    .split('\n')
    .flatMap((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return /^F\d\d$/.test(cells[1] ?? '') ? [[cells[1] ?? '', cells] as const] : [];
    }),
);

/** A title holds the id itself, or takes it from the data of `it.each`. */
function isInTitle(text: string, id: string): boolean {
  const literal = new RegExp(`(['"\`])(?:(?!\\1)[^\\n])*\\b${id}\\b`);
  return literal.test(text);
}

describe('docs/faults.md', () => {
  it('has a row for each id', () => {
    expect([...rows.keys()]).toEqual(ids);
  });

  it.each(ids)('%s has a test under its id, at the places that the table names', (id) => {
    expect([...tests].filter(([, text]) => isInTitle(text, id)).length).toBeGreaterThan(0);
    const places = (rows.get(id)?.[4] ?? '').split('<br>').map((place) => /^`([^`]+)`: (.+)$/.exec(place));
    for (const place of places) {
      const [, path = '', title = ''] = place ?? [];
      const text = tests.get(path) ?? '';
      expect({ id, path, hasTitle: text.includes(title.replaceAll('\\|', '|')), hasId: isInTitle(text, id) }).toEqual({
        id,
        path,
        hasTitle: true,
        hasId: true,
      });
    }
  });
});

describe('patterns', () => {
  const sources = trackedFiles.filter((path) => /^(?:libs|apps)\/[^/]+\/src\/.*(?<!\.spec|\.e2e)\.ts$/.test(path));

  it('F36: let no white space at the start of a line run over line ends, which costs the square of the blank lines', () => {
    const slow = sources.flatMap((path) =>
      [...read(path).matchAll(/\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/([dgimsuvy]*)/g)]
        .filter(([pattern, flags = '']) => flags.includes('m') && pattern.includes('^\\s*'))
        .map(([pattern]) => `${path}: ${pattern}`),
    );
    expect(slow).toEqual([]);
  });
});
