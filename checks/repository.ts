import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Paths of the checkout that git tracks or would add. */
export const trackedFiles: readonly string[] = spawnSync(
  'git',
  ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
  .stdout.split('\0')
  .filter((path) => path !== '');

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export interface Manifest {
  name: string;
  description?: string;
  nx?: { name?: string; tags?: readonly string[] };
  dependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
}

/** Folder and manifest of every package of the workspace. */
export const packages = trackedFiles
  .filter((path) => /^(?:libs|apps)\/[^/]+\/package\.json$/.test(path))
  .map((path) => ({ folder: path.replace('/package.json', ''), manifest: JSON.parse(read(path)) as Manifest }));
