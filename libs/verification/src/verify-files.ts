import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { FileTree, Finding, VerificationResult } from '@devops-orchestrator/contracts';
import { classifyArtifact } from './artifact-kind.js';
import type { ArtifactKind } from './artifact-kind.js';
import { verifierRegistry } from './verifier-registry.js';
import type { VerifierEntry } from './verifier-registry.js';
import { NotJudgedError } from './verifier.js';
import type { Verifier } from './verifier.js';

/** A parser given one longer line may need minutes; no person writes one. JSON is exempt: its parser is linear. */
const longestLine = 65_536;
const longestText = 1_048_576;

interface Judgement {
  findings: Finding[];
  judged: { path: string; by: string[] }[];
  skipped: { path: string; verifier: string; reason: string }[];
}

/**
 * Judges files of the tree, each by the verifiers of its kind, and whether they agree with each other.
 * A folder stands for every infrastructure file in it. What no verifier could judge is in `skipped`, never clean.
 */
export async function verifyFiles(tree: FileTree, paths: readonly string[]): Promise<VerificationResult> {
  const result: Judgement = { findings: [], judged: [], skipped: [] };
  const files = expandPaths(tree, paths, result);
  for (const path of files) await verifyFile(tree, path, result);
  await verifyTogether(tree, files, result);
  return {
    schemaVersion: 1,
    findings: sortFindings(result.findings),
    judged: result.judged,
    skipped: result.skipped,
  };
}

function expandPaths(tree: FileTree, paths: readonly string[], result: Judgement): string[] {
  const files = new Set<string>();
  for (const given of paths) {
    const path = given.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
    const inside = path === '.' ? tree.paths : tree.paths.filter((file) => file.startsWith(`${path}/`));
    const unread = tree.skipped.find((entry) => entry.path === path);
    if (tree.has(path)) files.add(path);
    else if (inside.length > 0) inside.filter((file) => isJudgeable(tree, file)).forEach((file) => files.add(file));
    else if (unread) result.skipped.push({ path, verifier: 'all', reason: unread.reason });
    else
      result.findings.push({
        rule: 'file-missing',
        severity: 'error',
        path,
        line: 1,
        message: 'There is no such file.',
      });
  }
  return [...files].sort(byCodeUnit);
}

function isJudgeable(tree: FileTree, path: string): boolean {
  const kind = classifyArtifact(path, tree.read(path) ?? '');
  return kind !== undefined && kind !== 'json';
}

async function verifyFile(tree: FileTree, path: string, result: Judgement): Promise<void> {
  const content = tree.read(path);
  if (content === undefined) {
    result.skipped.push({
      path,
      verifier: 'all',
      reason: 'not readable as text: binary, too large, or in another encoding',
    });
    return;
  }
  const kind = classifyArtifact(path, content);
  if (kind === undefined) result.skipped.push({ path, verifier: 'none', reason: 'no verifier for this kind of file' });
  const by: string[] = [];
  for (const entry of entriesFor(kind)) {
    const reason = tooLarge(content, kind, entry) ?? (await judge(entry, { path, content, tree }, result));
    if (reason === undefined) by.push(entry.id);
    else result.skipped.push({ path, verifier: entry.id, reason });
  }
  if (by.length > 0) result.judged.push({ path, by });
}

function entriesFor(kind: ArtifactKind | undefined): VerifierEntry[] {
  return verifierRegistry.filter(({ kinds }) => kinds.length === 0 || (kind !== undefined && kinds.includes(kind)));
}

function tooLarge(content: string, kind: ArtifactKind | undefined, { id }: VerifierEntry): string | undefined {
  if (id === 'secrets' || kind === 'json' || kind === 'grafana-dashboard') return undefined;
  if (content.length > longestText) return 'the file is larger than 1 MiB';
  let start = 0;
  for (let end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', start)) {
    if (end - start > longestLine) return 'a line is longer than 64 KiB';
    start = end + 1;
  }
  return content.length - start > longestLine ? 'a line is longer than 64 KiB' : undefined;
}

/** Why the verifier did not judge; undefined when it did. A verifier that breaks has judged nothing. */
async function judge(
  entry: VerifierEntry,
  input: Parameters<Verifier['verify']>[0],
  result: Judgement,
): Promise<string | undefined> {
  try {
    const verifier = await entry.load();
    result.findings.push(...(await verifier.verify(input)));
    return undefined;
  } catch (error) {
    if (error instanceof NotJudgedError) return error.message;
    return `the verifier broke on this file (${error instanceof Error ? error.name : 'unknown error'})`;
  }
}

async function verifyTogether(tree: FileTree, files: readonly string[], result: Judgement): Promise<void> {
  try {
    const { verifyConsistency } = await import('./consistency/verify-consistency.js');
    result.findings.push(...verifyConsistency(tree, files));
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    for (const path of files)
      result.skipped.push({ path, verifier: 'consistency', reason: `the verifier broke (${name})` });
  }
}

function sortFindings(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...unique.values()].sort(
    (a, b) =>
      byCodeUnit(a.path, b.path) || a.line - b.line || byCodeUnit(a.rule, b.rule) || byCodeUnit(a.message, b.message),
  );
}
