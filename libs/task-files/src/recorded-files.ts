import { byCodeUnit, type FileTree } from '@devops-orchestrator/contracts';
import { sameLines, withLineFeeds } from './edits/text-form.js';
import { digestOf, readGeneratedFiles, type RecordedFile } from './generated-files.js';

/** Every version of one file that the tree's features generated last, in the order of the features' names. */
export interface RecordedVersions {
  bases: readonly string[];
  /** SHA-256 of versions whose text is not known. */
  digests: readonly string[];
  /** True when the task that writes the newest version is not done. */
  pending: boolean;
}

/** What was generated, over all features of a tree. */
export interface RecordedFiles {
  files: ReadonlyMap<string, RecordedVersions>;
  /** Manifests that could not be read whole: they own what could be read. */
  problems: readonly { path: string; problem: string }[];
}

const tasksFolder = '.claude/tasks/';
const manifestPath = /^\.claude\/tasks\/[^/]+\/generated\.json$/;

/** Reads the manifests of all features; never throws. */
export function recordedFiles(tree: FileTree): RecordedFiles {
  const files = new Map<string, Versions>();
  const problems: { path: string; problem: string }[] = [];
  for (const path of tree.paths.filter((candidate) => manifestPath.test(candidate)).sort(byCodeUnit)) {
    const text = tree.read(path);
    const { problem, files: entries } = readGeneratedFiles(text);
    if (text === undefined) problems.push({ path, problem: 'expected UTF-8 text of at most 2 MiB' });
    else if (problem !== undefined) problems.push({ path, problem });
    for (const [file, entry] of entries) {
      const versions = files.get(file) ?? { bases: [], digests: [], pending: false };
      files.set(file, versions);
      addVersion(versions, entry);
      versions.pending ||= 'base' in entry && entry.previous !== undefined;
    }
  }
  return { files, problems };
}

/** True when `content` is a recorded version, save for line ends, byte order mark and final newline. */
export function isRecordedVersion(
  content: string,
  { bases, digests }: Pick<RecordedVersions, 'bases' | 'digests'>,
): boolean {
  if (bases.some((base) => sameLines(base, content))) return true;
  return digests.length > 0 && [content, withLineFeeds(content)].some((text) => digests.includes(digestOf(text)));
}

/** Digests that any feature of the tree recorded for each path. */
export function recordedDigests(tree: FileTree): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...recordedFiles(tree).files].map(([path, { bases, digests }]) => [
      path,
      new Set([...digests, ...bases.map(digestOf)]),
    ]),
  );
}

/** Paths that were generated: with whatever people changed since where the base is known, else unchanged ones only. */
export function generatedPaths(tree: FileTree): ReadonlySet<string> {
  const owned = [...recordedFiles(tree).files].filter(([path, versions]) => {
    if (!tree.has(path)) return false;
    if (versions.bases.length > 0) return true;
    const content = tree.read(path);
    return content !== undefined && isRecordedVersion(content, versions);
  });
  return new Set(owned.map(([path]) => path));
}

/**
 * The repository as its people wrote it: without task folders and without generated files. A generated file that was
 * edited is left out too: its plan has to come out as before, so that the edit is all that differs.
 */
export function withoutGenerated(tree: FileTree): FileTree {
  const owned = generatedPaths(tree);
  const hidden = (path: string): boolean => path.startsWith(tasksFolder) || owned.has(path);
  return {
    paths: tree.paths.filter((path) => !hidden(path)),
    skipped: tree.skipped,
    has: (path) => !hidden(path) && tree.has(path),
    read: (path) => (hidden(path) ? undefined : tree.read(path)),
    isExecutable: (path) => !hidden(path) && tree.isExecutable(path),
  };
}

interface Versions {
  bases: string[];
  digests: string[];
  pending: boolean;
}

function addVersion(versions: Versions, entry: RecordedFile): void {
  if (!('base' in entry)) return addOnce(versions.digests, entry.digest);
  addOnce(versions.bases, entry.base);
  for (const earlier of entry.previous ?? []) addVersion(versions, earlier);
}

function addOnce(values: string[], value: string): void {
  if (!values.includes(value)) values.push(value);
}
