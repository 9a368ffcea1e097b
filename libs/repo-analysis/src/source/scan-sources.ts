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
  const { endings } = languages[scope.language];
  const without = new Set(scope.without);
  const scan = scanOf(view);
  const files: SourceFile[] = [];
  for (const path of view.below(scope.directory, endings)) {
    if (belongsToAnother(path, scope.directory, without) || !isProductSource(path, scope.directory)) continue;
    const file = scan.files.get(path) ?? open(view, scan, path, scope.language);
    if (file !== undefined) files.push(file);
    if (files.length >= mostFiles) break;
  }
  return files;
}

/** How many source files were left out because the repository is too large to look at all of them. */
export function countUnscannedSources(view: RepositoryView): number {
  return scanOf(view).unscanned.size;
}

/** What has been read of one repository: a file that several components share is read once. */
interface Scan {
  files: Map<string, SourceFile>;
  characters: number;
  unscanned: Set<string>;
}

const scans = new WeakMap<RepositoryView, Scan>();

function scanOf(view: RepositoryView): Scan {
  const scan = scans.get(view) ?? { files: new Map(), characters: 0, unscanned: new Set() };
  scans.set(view, scan);
  return scan;
}

function open(view: RepositoryView, scan: Scan, path: string, language: SourceLanguage): SourceFile | undefined {
  if (scan.files.size >= mostFilesInAll || scan.characters >= mostCharacters) {
    scan.unscanned.add(path);
    return undefined;
  }
  const text = view.read(path);
  if (text === undefined || text.length > largestFile) return undefined;
  const file = parseSourceFile(path, text, languages[language].comments);
  scan.files.set(path, file);
  scan.characters += text.length;
  return file;
}

function belongsToAnother(path: string, directory: string, others: ReadonlySet<string>): boolean {
  if (others.size === 0) return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash);
    if (folder === directory) return false;
    if (others.has(folder)) return true;
  }
  return false;
}

const languages: Readonly<Record<SourceLanguage, { endings: readonly string[]; comments: CommentStyle }>> = {
  javascript: {
    endings: ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx', '.vue', '.svelte', '.astro'],
    comments: 'c',
  },
  python: { endings: ['.py'], comments: 'hash' },
  go: { endings: ['.go'], comments: 'c' },
};

/** Bounds of time and memory, of one component and of the repository: beyond them the first files speak for the rest. */
const mostFiles = 4000;
const mostFilesInAll = 40_000;
const mostCharacters = 48_000_000;
const largestFile = 400_000;

const testFile =
  /(?:\.(?:spec|test|stories|e2e|e2e-spec)\.[cm]?[jt]sx?|_test\.(?:go|py)|\.d\.[cm]?ts|\.min\.[cm]?js|\.pb\.go)$/;
const pythonTest = /(?:^|\/)(?:test_[^/]*|conftest)\.py$/;
const builtFolders = new Set([
  'dist',
  'build',
  'out',
  'coverage',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  'storybook-static',
]);
const supportFolders = new Set([
  'cypress',
  'playwright',
  '__mocks__',
  'mocks',
  '.storybook',
  'stories',
  'spec',
  'benchmarks',
]);

/** Judged by the part of the path below the component, so that a component in `examples/` still has sources. */
function isProductSource(path: string, directory: string): boolean {
  const relative = directory === '.' ? path : path.slice(directory.length + 1);
  if (testFile.test(relative) || pythonTest.test(relative) || isAside(relative)) return false;
  return !relative
    .split('/')
    .slice(0, -1)
    .some((folder) => builtFolders.has(folder) || supportFolders.has(folder));
}
