import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout, copyExample, exampleNames, git, orchestrator } from './support.js';

const update = process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined;

describe('the pipeline with static proof', () => {
  it.each(exampleNames)('writes the golden files of examples/%s and changes nothing the second time', (name) => {
    const { repository, request } = copyExample(name);
    const args = ['run', '--repo', repository, '--request', request, '--verify', 'static', '--json'];
    const first = orchestrator(args);
    expect(first).toMatchObject({ status: 0 });
    expect(git(repository, 'status', '--porcelain')).toBe('');
    const generated = git(repository, 'diff', '--name-only', '-z', rootCommit(repository), 'HEAD')
      .split('\0')
      .filter((path) => path !== '' && !path.startsWith('.claude/'))
      .sort();
    const expected = join(checkout, 'examples', name, 'expected');
    if (update) rewrite(repository, expected, generated);
    expect(generated).toEqual(goldenPaths(expected));
    for (const path of generated) {
      expect({ path, text: readFileSync(join(repository, path), 'utf8') }).toEqual({
        path,
        text: readFileSync(join(expected, path), 'utf8'),
      });
    }
    const head = git(repository, 'rev-parse', 'HEAD');
    expect(orchestrator(args)).toMatchObject({ status: 0 });
    expect(git(repository, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});

function rootCommit(repository: string): string {
  return git(repository, 'rev-list', '--max-parents=0', 'HEAD').trim();
}

function goldenPaths(expected: string): readonly string[] {
  if (!existsSync(expected)) return [];
  return git(checkout, 'ls-files', '-z', '--cached', '--others', '--', expected)
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.split('/').slice(3).join('/'))
    .sort();
}

function rewrite(repository: string, expected: string, paths: readonly string[]): void {
  rmSync(expected, { recursive: true, force: true });
  for (const path of paths) {
    mkdirSync(dirname(join(expected, path)), { recursive: true });
    cpSync(join(repository, path), join(expected, path));
  }
}
