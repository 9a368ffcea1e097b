import type { AnalysisNote, Evidence, FileTree } from '@devops-orchestrator/contracts';
import { parse as parseTomlText } from 'smol-toml';
import { parse as parseYamlText } from 'yaml';

/** Folders whose manifests are not deliverables of this repository. */
const asideFolders = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'examples',
  'example',
  'samples',
  'fixtures',
  '__fixtures__',
  'testdata',
  'test',
  'tests',
  '__tests__',
  'e2e',
  'docs',
  'doc',
  '.github',
  '.claude',
  '.devcontainer',
  'templates',
]);

/** The parser needs some ten microseconds for a character that is wrong; what people write is far shorter. */
const longestYaml = 131_072;

/** A file tree with parsed manifests, each read and parsed once; what cannot be parsed becomes a note. */
export class RepositoryView {
  readonly tree: FileTree;
  private readonly parsed = new Map<string, unknown>();
  private readonly problems = new Map<string, AnalysisNote>();
  private readonly unread = new Set<string>();
  private readonly byName = new Map<string, string[]>();

  constructor(tree: FileTree) {
    this.tree = tree;
    for (const path of tree.paths) {
      const name = baseName(path);
      const known = this.byName.get(name);
      if (known === undefined) this.byName.set(name, [path]);
      else known.push(path);
    }
  }

  /** Paths of all files with this name, outside folders of tests, examples and vendored code. */
  named(name: string): readonly string[] {
    return (this.byName.get(name) ?? []).filter((path) => !isAside(path));
  }

  /** Paths of all files with this name, also in folders of tests and examples. */
  everyNamed(name: string): readonly string[] {
    return this.byName.get(name) ?? [];
  }

  /** Files below a directory ('.' for all) with one of these endings (none: all), in tree order. */
  below(directory: string, endings: readonly string[]): readonly string[] {
    const prefix = directory === '.' ? '' : `${directory}/`;
    const found: string[] = [];
    for (let index = this.firstFrom(prefix); index < this.tree.paths.length; index += 1) {
      const path = this.tree.paths[index] ?? '';
      if (!path.startsWith(prefix)) break;
      if (endings.length === 0 || endings.some((end) => path.endsWith(end))) found.push(path);
    }
    return found;
  }

  /** Text of a file; undefined when there is none, or when it cannot be read as text, which becomes a note. */
  read(path: string): string | undefined {
    const text = this.tree.read(path);
    if (text === undefined && this.tree.has(path)) this.unread.add(path);
    return text;
  }

  /** Files that somebody wanted to read and nobody could: binary, too large, or in another encoding. */
  unreadable(): readonly string[] {
    return [...this.unread].sort();
  }

  /** Parsed JSON as unknown; undefined when the file is missing or malformed (the latter becomes a note). */
  json(path: string): unknown {
    return this.parse(path, 'JSON', (text) => JSON.parse(text));
  }

  toml(path: string): unknown {
    return this.parse(path, 'TOML', (text) => parseTomlText(text));
  }

  yaml(path: string): unknown {
    return this.parse(path, 'YAML', (text) => {
      if (text.length > longestYaml) throw new Error(`it is longer than ${longestYaml} characters`);
      return parseYamlText(text, { maxAliasCount: 100, prettyErrors: false, logLevel: 'silent' });
    });
  }

  /** Notes about files that could not be parsed, in path order. */
  parseProblems(): readonly AnalysisNote[] {
    return [...this.problems.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
  }

  /** Index of the first path that is not before the prefix: the tree is sorted by code unit, so a directory is one run. */
  private firstFrom(prefix: string): number {
    let low = 0;
    let high = this.tree.paths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tree.paths[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private parse(path: string, format: string, parser: (text: string) => unknown): unknown {
    const key = `${format}:${path}`;
    if (this.parsed.has(key)) return this.parsed.get(key);
    const text = this.read(path);
    let value: unknown;
    if (text !== undefined) {
      try {
        value = parser(text);
      } catch (error) {
        this.problems.set(path, {
          code: 'unreadable-file',
          message: `${path} is not valid ${format}: ${firstLine(error)}; it was left out.`,
          evidence: [{ file: path, line: 1, reason: `cannot be parsed as ${format}` }],
        });
      }
    }
    this.parsed.set(key, value);
    return value;
  }
}

/** Evidence for the first line that contains `text` or matches the pattern; line 1 when none does. */
export function evidenceAt(view: RepositoryView, file: string, text: string | RegExp, reason: string): Evidence {
  const lines = (view.read(file) ?? '').split('\n');
  const index = lines.findIndex((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  return { file, line: Math.max(index, 0) + 1, reason };
}

export function isAside(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => asideFolders.has(folder));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** '.' for a file in the root. */
export function directoryName(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** Joins a directory ('.' for the root) and a relative path, resolving `.` and `..`; undefined when it leaves the root. */
export function joinPath(directory: string, relative: string): string | undefined {
  const parts = directory === '.' ? [] : directory.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
