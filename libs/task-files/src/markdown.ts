import { fromMarkdown } from 'mdast-util-from-markdown';

export type MarkdownNode = ReturnType<typeof fromMarkdown>['children'][number];

/** Inline constructs are of no interest here, and their cost is not linear on hostile text. */
const inlineConstructs = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'definition',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

/** Reads the block structure of Markdown: the root's children with their offsets in the text. */
export function parseBlocks(markdown: string): MarkdownNode[] {
  const known = recent.get(markdown);
  if (known !== undefined) return known;
  const blocks = fromMarkdown(markdown, { extensions: [{ disable: { null: inlineConstructs } }] }).children;
  recent.set(markdown, blocks);
  for (const oldest of recent.keys()) if (recent.size > keptDocuments) recent.delete(oldest);
  return blocks;
}

/** A task file is read when the phase starts and again when it is ticked: as many as a plan has, with room, are parsed once. */
const keptDocuments = 16;
const recent = new Map<string, MarkdownNode[]>();

export function startOf(node: MarkdownNode): number {
  return node.position?.start.offset ?? 0;
}

export function endOf(node: MarkdownNode): number {
  return node.position?.end.offset ?? 0;
}

/** Line number, counted from 1, of an offset. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** True for `## …`; false for a heading that is underlined, also when its text begins with `##`. */
export function isSectionHeading(node: MarkdownNode, source: string): boolean {
  if (node.type !== 'heading' || node.depth !== 2) return false;
  return /^##(?:\s|$)/.test(source.slice(startOf(node), startOf(node) + 3));
}
