import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

/** True when a path is the root or lies under it; both without symbolic links. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Entries of the caller's PATH that are absolute and lead outside of the repository, in order. */
export async function safePath(root: string, path: string | undefined): Promise<string[]> {
  const entries: string[] = [];
  for (const entry of new Set((path ?? '').split(delimiter))) {
    if (!isAbsolute(entry)) continue;
    const real = await realpath(entry).catch(() => undefined);
    if (real !== undefined && !isInside(root, real)) entries.push(entry);
  }
  return entries;
}

/** Absolute path of a program that is outside of the repository, link or not; undefined when there is none. */
export async function findProgram(
  root: string,
  program: string,
  entries: readonly string[],
): Promise<string | undefined> {
  if (program === '' || program.includes('\0')) return undefined;
  if (isAbsolute(program)) return (await isProgram(root, program)) ? program : undefined;
  if (program.includes('/') || program.includes(sep)) return undefined;
  for (const entry of entries) {
    const candidate = join(entry, program);
    if (await isProgram(root, candidate)) return candidate;
  }
  return undefined;
}

async function isProgram(root: string, path: string): Promise<boolean> {
  try {
    const real = await realpath(path);
    if (isInside(root, real) || !(await stat(real)).isFile()) return false;
    await access(real, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
