import { lstatSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { type FileTree, type SkippedPath, visibleText } from '@devops-orchestrator/contracts';
import { addIgnoreRules, isIgnored } from './ignore-rules.js';
import type { IgnoreRules } from './ignore-rules.js';
import { readTextFile } from './read-text-file.js';
import { temporaryName } from './temporary-name.js';
import { isVendored } from './vendored-folders.js';

export interface ScanLimits {
  /** More than any repository that a person reads; keeps time and memory bounded on one that no person does. */
  files: number;
  /** Levels of folders. */
  depth: number;
}

const defaultLimits: ScanLimits = { files: 100_000, depth: 100 };
/** Texts kept in memory, in characters; what is read after that is read again when asked again. */
const maximumCached = 64 * 1024 * 1024;
/** More notes than anybody reads. */
const maximumNotes = 1000;

interface Folder {
  path: string;
  depth: number;
  rules: IgnoreRules | undefined;
}

/**
 * Looks at the regular files under a root once, folder by folder from the top. Follows no symbolic link, opens nothing but
 * regular files, leaves out what `.gitignore` files name and what package managers put there.
 */
export async function scanFiles(root: string, limits: ScanLimits = defaultLimits): Promise<FileTree> {
  const paths: string[] = [];
  const skipped: SkippedPath[] = [];
  const skip = (path: string, reason: string) => {
    if (skipped.length < maximumNotes) skipped.push({ path, reason });
  };
  const folders: Folder[] = [{ path: '', depth: 0, rules: undefined }];
  for (let index = 0; index < folders.length; index += 1) {
    const folder = folders[index]!;
    if (folder.depth > limits.depth) skip(folder.path, `deeper than ${limits.depth} folders`);
    else if (!scanFolder(root, folder, { paths, folders, skip, maximumFiles: limits.files })) break;
  }
  return createTree(root, paths.sort(), skipped);
}

interface Collected {
  paths: string[];
  folders: Folder[];
  skip: (path: string, reason: string) => void;
  maximumFiles: number;
}

/** @returns false when there are more files than may be. */
function scanFolder(root: string, folder: Folder, into: Collected): boolean {
  const entries = listFolder(join(root, folder.path), folder.path, into.skip);
  const names = new Set(entries.map(({ name }) => name));
  if (folder.path !== '' && names.has('pyvenv.cfg')) return true;
  const rules = withIgnoreFile(root, folder, entries);
  for (const entry of entries) {
    const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
    if (entry.isDirectory() ? isVendored(entry.name, names, join(root, path)) : temporaryName.test(entry.name))
      continue;
    if (!isOwnPlan(path) && isIgnored(rules, path, entry.isDirectory())) continue;
    const reason = skipReason(entry);
    if (reason !== undefined) into.skip(path, reason);
    else if (entry.isDirectory()) into.folders.push({ path, depth: folder.depth + 1, rules });
    else if (into.paths.length < into.maximumFiles) into.paths.push(path);
    else {
      into.skip(
        folder.path || '.',
        `more than ${into.maximumFiles} files; the rest of this folder and those after it were not read`,
      );
      return false;
    }
  }
  return true;
}

/** Many repositories ignore `.claude`; the plans in it are ours to read all the same. */
function isOwnPlan(path: string): boolean {
  return path === '.claude' || path === '.claude/tasks' || path.startsWith('.claude/tasks/');
}

function listFolder(absolute: string, path: string, skip: Collected['skip']): Dirent[] {
  try {
    const entries = readdirSync(absolute, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    skip(path || '.', `folder cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
    return [];
  }
}

function withIgnoreFile(root: string, folder: Folder, entries: readonly Dirent[]): IgnoreRules | undefined {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return folder.rules;
  const text = readTextFile(join(root, folder.path, '.gitignore'));
  return text === undefined ? folder.rules : addIgnoreRules(folder.rules, folder.path, text);
}

function skipReason(entry: Dirent): string | undefined {
  if (entry.name.includes('\uFFFD')) return 'name is not UTF-8';
  if (visibleText(entry.name) !== entry.name || /[\t\n]/.test(entry.name))
    return 'name holds control or invisible characters';
  if (entry.isSymbolicLink()) return 'symbolic link';
  if (entry.isFIFO()) return 'not a regular file (FIFO)';
  if (entry.isSocket()) return 'not a regular file (socket)';
  if (!entry.isFile() && !entry.isDirectory()) return 'not a regular file (device)';
  return undefined;
}

function createTree(root: string, paths: readonly string[], skipped: readonly SkippedPath[]): FileTree {
  const known = new Set(paths);
  const texts = new Map<string, string | undefined>();
  let cached = 0;
  return {
    paths,
    skipped,
    has: (path) => known.has(path),
    read(path) {
      if (!known.has(path)) return undefined;
      if (texts.has(path)) return texts.get(path);
      const text = readTextFile(join(root, path));
      cached += text?.length ?? 0;
      if (cached <= maximumCached) texts.set(path, text);
      return text;
    },
    isExecutable: (path) => known.has(path) && isExecutableFile(join(root, path)),
  };
}

function isExecutableFile(absolute: string): boolean {
  return ((lstatSync(absolute, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}
