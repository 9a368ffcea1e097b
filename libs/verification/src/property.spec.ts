import fc from 'fast-check';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { goodFiles } from './good-files.fixture.js';
import { verifyFiles } from './verify-files.js';

const paths = Object.keys(goodFiles).filter((path) => !/(\.ts|package\.json|LICENSE)$/.test(path));
const pieces = [
  '\n',
  '  ',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  '$',
  '${',
  '{{',
  '#',
  '|',
  '&a',
  '*a',
  '<<',
  '\\',
  '\u0000',
  '💥',
  '-',
  '=',
  '../',
  'null',
  '1e999',
  '\t',
  '\r\n',
  '!tag',
];

/** Cuts, doubles or inserts pieces of a text. */
const edits = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(40), piece: fc.constantFrom(...pieces) }),
  { minLength: 1, maxLength: 6 },
);

function mutate(text: string, changes: readonly { at: number; cut: number; piece: string }[]): string {
  return changes.reduce((current, { at, cut, piece }) => {
    const start = Math.floor(at * current.length);
    return current.slice(0, start) + piece + current.slice(start + cut);
  }, text);
}

describe('verifyFiles', () => {
  it.each(paths)(
    'judges or skips any mutation of %s, and no verifier breaks',
    async (path) => {
      const original = goodFiles[path] ?? '';
      await fc.assert(
        fc.asyncProperty(edits, async (changes) => {
          const tree = inMemoryTree({ ...goodFiles, [path]: mutate(original, changes) });
          const { findings, skipped, judged } = await verifyFiles(tree, [path]);
          expect(findings.length + skipped.length + judged.length).toBeGreaterThan(0);
          expect(skipped.filter(({ reason }) => reason.startsWith('the verifier broke'))).toEqual([]);
        }),
        { numRuns: 25, seed: 7 },
      );
    },
    60_000,
  );

  it.each([
    ['Dockerfile', 'a'],
    ['compose.yaml', 'a'],
    ['compose.yaml', '['],
    ['.github/workflows/a.yml', '- '],
    ['a.sh', '$('],
    ['nginx.conf', '{'],
    ['a.md', '[a]('],
    ['a.json', '['],
    ['.env.example', '='],
    ['rules.yml', 'a: &a '],
  ])('F36: takes less than a second for a megabyte in one line in %s of %j', async (path, piece) => {
    const tree = inMemoryTree({ [path]: piece.repeat(Math.floor(1_048_576 / piece.length)) });
    await verifyFiles(inMemoryTree({ [path]: piece }), [path]);
    const started = performance.now();
    const { skipped, findings } = await verifyFiles(tree, [path]);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(skipped.length + findings.length).toBeGreaterThan(0);
  });

  it('F36: takes no square of a line that is wrong at each character', async () => {
    const tree = inMemoryTree({ 'compose.yaml': `${'}'.repeat(60_000)}\n`.repeat(4) });
    const started = process.cpuUsage();
    const { findings } = await verifyFiles(tree, ['compose.yaml']);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(0.25);
    expect(findings.map(({ rule }) => rule)).toContain('yaml-syntax');
  });

  it.each([
    ['compose.yaml', '- '.repeat(20_000)],
    ['compose.yaml', '[\n'.repeat(20_000)],
    ['a.json', '['.repeat(60_000)],
    ['a.sh', '(\n'.repeat(10_000)],
    ['nginx.conf', 'a {\n'.repeat(20_000)],
    ['a.md', '> '.repeat(20_000)],
    ['Dockerfile', 'FROM a\n'.repeat(3000)],
    ['Dockerfile', `FROM a\n${'RUN b\n'.repeat(1500)}`],
    ['a.md', '[a](b\n'.repeat(20_000)],
  ])('survives deep nesting in %s', async (path, content) => {
    const started = performance.now();
    const { findings, skipped } = await verifyFiles(inMemoryTree({ [path]: content }), [path]);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(findings.length + skipped.length).toBeGreaterThanOrEqual(path === 'a.md' ? 0 : 1);
  });
});
