import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString } from 'mdast-util-to-string';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Nodes, Root } from 'mdast';

/** Each document is looked at several times, and parsing is the dearest part of the phase. */
const parsed = new Map<string, Root>();
const maximumParsed = 16;

/** Parses Markdown with tables. The tree is shared: read it only. */
export function parseMarkdown(content: string): Root {
  const known = parsed.get(content);
  if (known) return known;
  if (parsed.size >= maximumParsed) parsed.clear();
  const tree = parseAnew(content);
  parsed.set(content, tree);
  return tree;
}

function parseAnew(content: string): Root {
  return fromMarkdown(content, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
}

/** All nodes below, in document order. */
export function allNodes(node: Nodes): Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(allNodes)] : [node];
}

/** Values of the code spans below a node. */
export function codeSpans(node: Nodes): string[] {
  return allNodes(node).flatMap((child) => (child.type === 'inlineCode' ? [child.value] : []));
}

/** Command lines of the bash blocks; of one section (a heading of level two) when it is named. */
export function commandLines(content: string, section?: string): string[] {
  let inside = section === undefined;
  return parseMarkdown(content).children.flatMap((node) => {
    if (section !== undefined && node.type === 'heading' && node.depth <= 2) inside = toString(node) === section;
    if (!inside || node.type !== 'code' || node.lang !== 'bash') return [];
    return node.value.split('\n').filter((line) => line !== '');
  });
}
