import { createHash } from 'node:crypto';
import { byCodeUnit } from '@devops-orchestrator/contracts';

/**
 * What is known of the text that was generated last: the text, or its SHA-256 (schemaVersion 1 kept no more). `previous`
 * is there until the task that writes the text is done (empty: there was no file): a killed run leaves one of them.
 */
export type RecordedFile = { base: string; previous?: readonly RecordedFile[] } | { digest: string };

/** What a feature's runs generated, read from `.claude/tasks/<feature>/generated.json`. */
export interface GeneratedFiles {
  /** The words that the feature was planned for. */
  request?: string;
  /** What the plan was made from, one fact a line, sorted; absent where none were recorded. */
  facts?: readonly string[];
  /** By path; a part of a file has a key of its own, such as `README.md#section`. */
  files: ReadonlyMap<string, RecordedFile>;
  /** What is wrong with the manifest, for the report; what could not be read owns nothing. */
  problem?: string;
}

/** What one run adds to a feature's manifest. */
export interface GenerationUpdate {
  request?: string | undefined;
  facts?: readonly string[] | undefined;
  /** Content as generated, also where a person's edits were merged into what was written. */
  written?: readonly { path: string; content: string }[];
}

type GenerationState = Pick<GenerationUpdate, 'request' | 'facts'> & Pick<GeneratedFiles, 'files'>;

const tasksFolder = '.claude/tasks/';
const schemaVersion = 2;

export function featureFolder(feature: string): string {
  return `${tasksFolder}${feature}`;
}

export function generatedFilesPath(feature: string): string {
  return `${featureFolder(feature)}/generated.json`;
}

export function digestOf(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

/** Reads a manifest of any version; never throws: what cannot be read is left out and named in `problem`. */
export function readGeneratedFiles(text: string | undefined): GeneratedFiles {
  if (text === undefined) return { files: new Map() };
  const manifest = parseObject(text);
  if (manifest === undefined) return unreadable('expected a JSON object');
  const version = manifest.get('schemaVersion');
  if (isNewer(version)) return unreadable(`found schemaVersion ${version}, of a newer version of this program`);
  if (version !== 1 && version !== 2) return unreadable('expected schemaVersion 1 or 2');
  const entries = manifest.get('files');
  if (!isObject(entries)) return unreadable('expected an object under "files"');
  return readContents(manifest, Object.entries(entries), version === 1 ? digestEntry : baseEntry);
}

/**
 * The manifest's text after `update`; entries of earlier tasks stay, sorted by path. A damaged manifest
 * is begun anew; one of a newer version is given back as it is, since its entries would be lost. What a file held before
 * stays beside its new text until `settleGeneratedFiles`.
 */
export function renderGeneratedFiles(existing: string | undefined, update: GenerationUpdate): string {
  if (existing !== undefined && isNewer(parseObject(existing)?.get('schemaVersion'))) return existing;
  const known = readGeneratedFiles(existing);
  const files = new Map(known.files);
  for (const { path, content } of update.written ?? []) files.set(path, pendingEntry(known.files.get(path), content));
  return renderManifest({ request: update.request ?? known.request, facts: update.facts ?? known.facts, files });
}

/** The manifest's text once these paths are written: what they held before is forgotten. */
export function settleGeneratedFiles(text: string, paths: readonly string[]): string {
  const known = readGeneratedFiles(text);
  if (known.problem !== undefined) return text;
  const files = new Map(known.files);
  for (const path of paths) {
    const entry = files.get(path);
    if (entry !== undefined && 'base' in entry) files.set(path, { base: entry.base });
  }
  return renderManifest({ ...known, files });
}

function pendingEntry(before: RecordedFile | undefined, base: string): RecordedFile {
  if (before === undefined) return { base, previous: [] };
  if (!('base' in before)) return before.digest === digestOf(base) ? { base } : { base, previous: [before] };
  if (before.base === base) return before;
  return { base, previous: [{ base: before.base }, ...(before.previous ?? [])] };
}

function renderManifest({ request, facts, files }: GenerationState): string {
  const sorted = Object.fromEntries([...files].sort(([a], [b]) => byCodeUnit(a, b)));
  return `${JSON.stringify({ schemaVersion, request, facts, files: sorted }, null, 2)}\n`;
}

function readContents(
  manifest: ReadonlyMap<string, unknown>,
  entries: readonly [string, unknown][],
  readEntry: (value: unknown) => RecordedFile | undefined,
): GeneratedFiles {
  const files = new Map<string, RecordedFile>();
  const wrong: string[] = [];
  for (const [path, value] of entries) {
    const entry = readEntry(value);
    if (entry === undefined) wrong.push(path);
    else files.set(path, entry);
  }
  const [request, facts] = [manifest.get('request'), manifest.get('facts')];
  if (request !== undefined && typeof request !== 'string') wrong.push('request');
  if (facts !== undefined && !isTexts(facts)) wrong.push('facts');
  return {
    files,
    ...(typeof request === 'string' ? { request } : {}),
    ...(isTexts(facts) ? { facts } : {}),
    ...(wrong.length === 0 ? {} : { problem: describeWrong(wrong) }),
  };
}

function digestEntry(value: unknown): RecordedFile | undefined {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? { digest: value } : undefined;
}

function baseEntry(value: unknown): RecordedFile | undefined {
  if (!isObject(value)) return undefined;
  const { base, digest } = value;
  if (typeof base !== 'string') return digestEntry(digest);
  const { previous } = value;
  if (!Array.isArray(previous)) return { base };
  return { base, previous: previous.flatMap((entry) => baseEntry(withoutPrevious(entry)) ?? []) };
}

function withoutPrevious(entry: unknown): unknown {
  return isObject(entry) ? { base: entry['base'], digest: entry['digest'] } : entry;
}

function describeWrong(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 100)));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return `found entries that cannot be read: ${shown.join(', ')}${more}`;
}

function unreadable(problem: string): GeneratedFiles {
  return { files: new Map(), problem };
}

function isNewer(version: unknown): version is number {
  return typeof version === 'number' && version > schemaVersion;
}

/** As a map: a key such as `__proto__` is a key like any other. */
function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
