import { TaskFileError } from '@devops-orchestrator/contracts';
import { endOf, isSectionHeading, lineAt, parseBlocks, startOf } from './markdown.js';
import type { MarkdownNode } from './markdown.js';

const maximumLength = 4 * 1024 * 1024;

export interface Section {
  nodes: MarkdownNode[];
  /** Offsets of the text between this heading and the next. */
  start: number;
  end: number;
}

/** A Markdown file as title and sections, with its source for exact slices. */
export interface MarkdownDocument {
  source: string;
  title: string;
  section(name: string): Section;
  fail(offset: number, reason: string): TaskFileError;
}

/**
 * Reads the title and the `##` sections; other sections than those asked for are left alone.
 * @throws {TaskFileError} when there is no title, or a section comes twice.
 */
export function readDocument(path: string, text: string): MarkdownDocument {
  const source = normalizeSource(text);
  const fail = (offset: number, reason: string) => new TaskFileError(path, lineAt(source, offset + 1), reason);
  if (source.length > maximumLength) throw fail(0, `the file is longer than ${maximumLength} characters`);
  const nodes = parseBlocks(source);
  const heading = nodes.find((node) => node.type !== 'html');
  if (heading?.type !== 'heading' || heading.depth !== 1 || source.charAt(startOf(heading)) !== '#') {
    throw fail(heading ? startOf(heading) : 0, 'expected the title, `# …`, as the first line');
  }
  const title = source.slice(startOf(heading), endOf(heading)).slice(1).trim();
  if (title === '') throw fail(startOf(heading), 'the title is empty');
  const sections = splitSections(nodes, source, fail);
  return {
    source,
    title,
    fail,
    section(name) {
      const section = sections.get(name.toLowerCase());
      if (!section) throw fail(source.length, `section \`## ${name}\` is missing`);
      return section;
    },
  };
}

/** A file whose first line ends in CRLF was converted as a whole: everything in it goes back to LF. */
function normalizeSource(text: string): string {
  const source = text.replace(/^\uFEFF/, '');
  return source.charAt(source.indexOf('\n') - 1) === '\r' ? source.replaceAll('\r\n', '\n') : source;
}

function splitSections(
  nodes: readonly MarkdownNode[],
  source: string,
  fail: MarkdownDocument['fail'],
): Map<string, Section> {
  const sections = new Map<string, Section>();
  let current: Section | undefined;
  for (const node of nodes) {
    if (!isSectionHeading(node, source)) {
      current?.nodes.push(node);
      continue;
    }
    const name = source.slice(startOf(node) + 2, endOf(node)).trim();
    if (current) current.end = startOf(node);
    current = { nodes: [], start: endOf(node), end: source.length };
    if (sections.has(name.toLowerCase())) throw fail(startOf(node), `section \`## ${name}\` comes twice`);
    sections.set(name.toLowerCase(), current);
  }
  return sections;
}
