import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that tools fill, never people. */
const always = new Set([
  ...[
    '.git',
    '.hg',
    '.svn',
    '.jj',
    'node_modules',
    'bower_components',
    'jspm_packages',
    '.venv',
    'venv',
    '__pycache__',
  ],
  ...['.tox', '.nox', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.next', '.nuxt', '.svelte-kit', '.turbo', '.nx'],
  ...['.gradle', '.terraform', '.terragrunt-cache', '.serverless', '.parcel-cache', '.cache', '.pnpm-store', '.bundle'],
]);

/** Common words that are build output next to one of these files. */
const besides: Readonly<Record<string, readonly string[]>> = {
  target: ['Cargo.toml', 'pom.xml', 'build.sbt'],
  _build: ['mix.exs', 'dune-project'],
  deps: ['mix.exs'],
  Pods: ['Podfile'],
};

/** Files that a package manager puts into the folder it fills; a `vendor` written by people has none. */
const marks: Readonly<Record<string, readonly string[]>> = {
  vendor: ['modules.txt', 'autoload.php', 'bundle', 'cache'],
  target: ['CACHEDIR.TAG'],
};

/** True for a folder of installed packages, of build output, or of version control. */
export function isVendored(name: string, siblings: ReadonlySet<string>, absolute: string): boolean {
  if (always.has(name)) return true;
  if (lookup(besides, name)?.some((file) => siblings.has(file))) return true;
  return lookup(marks, name)?.some((file) => existsSync(join(absolute, file))) ?? false;
}

function lookup(table: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
