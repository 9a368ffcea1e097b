import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { FileTree } from '@devops-orchestrator/contracts';
import type { Report, VerifierInput } from '../../verifier.js';
import { readMarkdown } from './markdown-blocks.js';

/** Rules on relative links and anchors. Links to other hosts are not followed. */
export function verifyLinks({ path, tree }: VerifierInput, lines: readonly string[], report: Report): void {
  const own = anchorsOf(lines);
  lines.forEach((line, index) => {
    for (const target of linksIn(line)) {
      const problem = linkProblem(target, path, own, tree);
      if (problem) report(problem.rule, problem.severity, index + 1, problem.message);
    }
  });
}

function linksIn(line: string): string[] {
  if (line.length > 20_000) return [];
  const prose = line.replace(/`[^`]*`/g, '');
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s<>]{1,2000})>?(?:\s+["'(][^)]*)?\)/g)].map(
    (match) => match[1] ?? '',
  );
  const reference = /^\s{0,3}\[[^\]^]{1,200}\]:\s*<?(\S{1,2000}?)>?(?:\s|$)/.exec(prose)?.[1];
  return reference === undefined ? inline : [...inline, reference];
}

function linkProblem(target: string, path: string, own: ReadonlySet<string>, tree: FileTree) {
  if (/^[a-z][a-z0-9+.-]*:|^\/\/|[{}$]/i.test(target)) return undefined;
  const [file = '', anchor] = splitAnchor(target);
  if (file === '') {
    const exists = anchor === undefined || anchor === '' || own.has(anchor);
    return exists ? undefined : problemOf('markdown-anchor', 'error', `The heading '#${anchor}' does not exist here.`);
  }
  const resolved = file.startsWith('/') ? file.slice(1) : posix.join(posix.dirname(path), file);
  const normal = resolved.replace(/\/+$/, '');
  if (normal.startsWith('..') || normal === '' || normal === '.') return undefined;
  if (!tree.has(normal)) return isFolder(normal, tree) ? undefined : missing(file, normal, tree);
  if (anchor === undefined || anchor === '' || !/\.(md|markdown)$/i.test(normal)) return undefined;
  const there = anchorsOf(readMarkdown(tree.read(normal) ?? '').lines);
  return there.has(anchor)
    ? undefined
    : problemOf('markdown-anchor', 'error', `'${file}' has no heading '#${anchor}'.`);
}

/** What the tree leaves out on purpose (images, ignored folders) may well be there. */
function missing(file: string, resolved: string, tree: FileTree) {
  const isUnseen = tree.skipped.some(({ path }) => resolved.startsWith(path));
  return problemOf('markdown-link', isUnseen ? 'info' : 'error', `The link leads to '${file}', which does not exist.`);
}

function problemOf(rule: string, severity: 'error' | 'info', message: string) {
  return { rule, severity, message };
}

function splitAnchor(target: string): [string, string | undefined] {
  const plain = decode(target);
  const at = plain.indexOf('#');
  const file = (at < 0 ? plain : plain.slice(0, at)).replace(/\?.*$/, '');
  return [file, at < 0 ? undefined : plain.slice(at + 1).toLowerCase()];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isFolder(path: string, tree: FileTree): boolean {
  return tree.paths.some((file) => file.startsWith(`${path}/`));
}

/** Anchors that GitHub gives a document: headings, and `id`/`name` attributes. */
function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  lines.forEach((line, index) => {
    const short = line.slice(0, 5000);
    const heading = /^\s{0,3}#{1,6}\s+(\S.*)$/.exec(short)?.[1]?.replace(/\s+#+\s*$/, '');
    const underlined =
      /^(=+|-{2,})\s*$/.test(lines[index + 1] ?? '') && /^\s{0,3}[^\s|>#-]/.test(short) ? short.trim() : undefined;
    const text = heading ?? underlined;
    if (text !== undefined) anchors.add(slugger.slug(plainText(text)));
    for (const match of short.matchAll(/\b(?:id|name)=["']([^"']{1,200})["']/g))
      anchors.add((match[1] ?? '').toLowerCase());
  });
  return anchors;
}

function plainText(heading: string): string {
  return heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]|<[^>]*>/g, '');
}
