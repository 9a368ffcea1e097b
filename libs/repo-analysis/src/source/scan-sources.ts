import { isAside, type RepositoryView } from '../repository-view.js';
import type { CommentStyle } from './mask-comments.js';
import { parseSourceFile, type SourceFile } from './source-file.js';

export type SourceLanguage = 'javascript' | 'python' | 'go';

export interface SourceScope {
  directory: string;
  language: SourceLanguage;
  /** Directories below it that belong to other components. */
  without?: readonly string[];
}

/** Source files of a component in tree order: no tests, no type declarations, no generated, vendored or minified code. */
export function scanSources(view: RepositoryView, scope: SourceScope): SourceFile[] {
  const { endings, comments } = languages[scope.language];
  const without = (scope.without ?? []).filter((directory) => directory !== '.').map((directory) => `${directory}/`);
  const files: SourceFile[] = [];
  let size = 0;
  for (const path of view.below(scope.directory, endings)) {
    if (without.some((prefix) => path.startsWith(prefix)) || !isProductSource(path, scope.directory)) continue;
    const text = view.read(path);
    if (text === undefined || text.length > largestFile) continue;
    size += text.length;
    files.push(parseSourceFile(path, text, comments));
    if (files.length >= mostFiles || size > mostCharacters) break;
  }
  return files;
}

const languages: Readonly<Record<SourceLanguage, { endings: readonly string[]; comments: CommentStyle }>> = {
  javascript: {
    endings: ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx', '.vue', '.svelte', '.astro'],
    comments: 'c',
  },
  python: { endings: ['.py'], comments: 'hash' },
  go: { endings: ['.go'], comments: 'c' },
};

/** Bounds of time and memory: a component beyond them is described by its first files. */
const mostFiles = 4000;
const mostCharacters = 24_000_000;
const largestFile = 400_000;

const testFile = /(?:\.(?:spec|test|stories|e2e|e2e-spec)\.[cm]?[jt]sx?|_test\.(?:go|py)|\.d\.[cm]?ts|\.min\.[cm]?js|\.pb\.go)$/;
const pythonTest = /(?:^|\/)(?:test_[^/]*|conftest)\.py$/;
const builtFolders = new Set(['dist', 'build', 'out', 'coverage', '.next', '.nuxt', '.output', '.svelte-kit', 'storybook-static']);
const supportFolders = new Set(['cypress', 'playwright', '__mocks__', 'mocks', '.storybook', 'stories', 'spec', 'benchmarks']);

/** Judged by the part of the path below the component, so that a component in `examples/` still has sources. */
function isProductSource(path: string, directory: string): boolean {
  const relative = directory === '.' ? path : path.slice(directory.length + 1);
  if (testFile.test(relative) || pythonTest.test(relative) || isAside(relative)) return false;
  return !relative
    .split('/')
    .slice(0, -1)
    .some((folder) => builtFolders.has(folder) || supportFolders.has(folder));
}
