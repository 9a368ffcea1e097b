import { baseName, directoryName } from '../../repository-view.js';
import type { SourceFile } from '../../source/source-file.js';
import type { GoModule } from './go-module.js';

/** One `package main`, with every source file of the module that its build takes in. */
export interface GoProgram {
  name: string;
  /** Package as the go command names it: `.`, `./cmd/api`. */
  mainPackage: string;
  /** Directory of the package, repository-relative. */
  directory: string;
  /** File that holds `func main`. */
  main: SourceFile;
  mainLine: number;
  /** Sources reachable from it by imports inside the module. */
  sources: readonly SourceFile[];
}

const toolFolders = /(?:^|\/)(?:tools?|hack|scripts?|examples?|_[^/]*|internal\/tools|misc|docs|gen|generate)(?:\/|$)/;

/** The programs of a module in path order; code generators and examples are left out. */
export function goPrograms(module: GoModule): GoProgram[] {
  const packages = new Map<string, SourceFile[]>();
  for (const source of module.sources) {
    if (isIgnored(module, source)) continue;
    const directory = directoryName(source.path);
    packages.set(directory, [...(packages.get(directory) ?? []), source]);
  }
  const programs: GoProgram[] = [];
  for (const [directory, files] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const relative = relativeTo(module.directory, directory);
    if (toolFolders.test(relative)) continue;
    const main = files.find((file) => /^package main\b/m.test(file.text) && /^func main\(\)/m.test(file.text));
    if (main === undefined) continue;
    programs.push({
      name:
        relative === '.'
          ? programName(module)
          : baseName(relative) === 'main'
            ? baseName(directoryName(relative))
            : baseName(relative),
      mainPackage: relative === '.' ? '.' : `./${relative}`,
      directory,
      main,
      mainLine: lineOf(main, /^func main\(\)/m),
      sources: reachable(module, packages, directory),
    });
  }
  return programs;
}

/** `//go:build ignore`: run by `go generate`, part of no package. Comments are masked in the source, so the file is asked. */
function isIgnored(module: GoModule, source: SourceFile): boolean {
  if (!/^package main\b/m.test(source.text)) return false;
  return /^\/\/(?:go:build|[ \t]*\+build)[ \t]+.{0,80}\bignore\b/m.test(
    (module.view.read(source.path) ?? '').slice(0, 8000),
  );
}

function relativeTo(root: string, directory: string): string {
  if (root === directory) return '.';
  return root === '.' ? directory : directory.slice(root.length + 1);
}

/** Last element of the module path, without a major version. */
function programName(module: GoModule): string {
  const parts = module.modulePath.split('/').filter((part) => part !== '' && !/^v\d+$/.test(part));
  return parts.at(-1)?.replace(/[^A-Za-z0-9._-]/g, '-') ?? 'app';
}

/** Follows imports that begin with the module's own path. */
function reachable(module: GoModule, packages: ReadonlyMap<string, SourceFile[]>, start: string): SourceFile[] {
  const seen = new Set([start]);
  const queue = [start];
  const prefix = module.modulePath;
  for (let directory = queue.shift(); directory !== undefined; directory = queue.shift()) {
    for (const file of packages.get(directory) ?? []) {
      for (const path of importsOf(file)) {
        if (prefix === '' || (path !== prefix && !path.startsWith(`${prefix}/`))) continue;
        const inside = path === prefix ? '.' : path.slice(prefix.length + 1);
        const target =
          module.directory === '.' ? inside : inside === '.' ? module.directory : `${module.directory}/${inside}`;
        if (packages.has(target) && !seen.has(target)) {
          seen.add(target);
          queue.push(target);
        }
      }
    }
  }
  return [...seen].sort().flatMap((directory) => packages.get(directory) ?? []);
}

const importsByFile = new WeakMap<SourceFile, readonly string[]>();

/** Import paths of a file: they stand before its first declaration. */
export function importsOf(file: SourceFile): readonly string[] {
  const known = importsByFile.get(file);
  if (known !== undefined) return known;
  const end = /^(?:func|type|var|const)\b/m.exec(file.text)?.index ?? file.text.length;
  const imports = [...file.text.slice(0, end).matchAll(/"([\w./~-]{1,300})"/g)].map((match) => match[1] ?? '');
  importsByFile.set(file, imports);
  return imports;
}

/** 1-based line of the first match. */
export function lineOf(file: SourceFile, pattern: RegExp): number {
  const match = pattern.exec(file.text);
  return match === null ? 1 : file.text.slice(0, match.index).split('\n').length;
}
