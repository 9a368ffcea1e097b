import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FileTree } from '@devops-orchestrator/contracts';

/**
 * What a feature's tasks generated: `.claude/tasks/<feature>/generated.json`, path to SHA-256 of the content.
 * A file that still has this content is ours and may be replaced; any other file belongs to a person and is kept.
 */
const GeneratedFiles = z.object({ schemaVersion: z.literal(1), files: z.record(z.string(), z.string()) });

const tasksFolder = '.claude/tasks/';
const manifestPath = /^\.claude\/tasks\/[^/]+\/generated\.json$/;

export function featureFolder(feature: string): string {
  return `${tasksFolder}${feature}`;
}

export function generatedFilesPath(feature: string): string {
  return `${featureFolder(feature)}/generated.json`;
}

export function digestOf(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

/** Digests that any feature of the tree recorded for each path. A manifest that cannot be read owns nothing. */
export function recordedDigests(tree: FileTree): ReadonlyMap<string, ReadonlySet<string>> {
  const digests = new Map<string, Set<string>>();
  for (const path of tree.paths.filter((candidate) => manifestPath.test(candidate))) {
    for (const [file, digest] of Object.entries(readManifest(tree.read(path)))) {
      const known = digests.get(file);
      if (known === undefined) digests.set(file, new Set([digest]));
      else known.add(digest);
    }
  }
  return digests;
}

/** Paths that were generated and that nobody has changed since. */
export function generatedPaths(tree: FileTree): ReadonlySet<string> {
  const owned = [...recordedDigests(tree)].filter(([path, digests]) => {
    const content = tree.read(path);
    return content !== undefined && digests.has(digestOf(content));
  });
  return new Set(owned.map(([path]) => path));
}

/** The repository as its people wrote it: without task folders and without unmodified generated files. */
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

/** The manifest's text after `written` was generated; entries of earlier tasks stay. */
export function renderGeneratedFiles(
  existing: string | undefined,
  written: readonly { path: string; content: string }[],
): string {
  const files = { ...readManifest(existing) };
  for (const { path, content } of written) files[path] = digestOf(content);
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ schemaVersion: 1, files: sorted }, null, 2)}\n`;
}

function readManifest(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  try {
    return GeneratedFiles.parse(JSON.parse(text)).files;
  } catch {
    return {};
  }
}
