export interface MarkdownFence {
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence. */
  readonly line: number;
}

export interface MarkdownBlocks {
  readonly fences: readonly MarkdownFence[];
  /** Each line of the file; empty where it is inside a fence or a comment. */
  readonly lines: readonly string[];
  /** Line of a fence that nothing closes. */
  readonly unclosed?: number;
}

/** Separates prose from fenced code, by CommonMark's rules for fences (also inside lists and quotes). */
export function readMarkdown(content: string): MarkdownBlocks {
  const fences: MarkdownFence[] = [];
  const lines: string[] = [];
  let open:
    { mark: string; length: number; language: string; indent: number; line: number; body: string[] } | undefined;
  let isComment = false;
  content.split(/\r?\n/).forEach((text, index) => {
    const bare = text.slice(0, 2000).replace(/^[ \t]*(?:>[ \t]?)*/, '');
    if (open) {
      const closing = /^(`{3,}|~{3,})[ \t]*$/.exec(bare)?.[1];
      if (closing?.startsWith(open.mark) && closing.length >= open.length) {
        fences.push({ language: open.language, text: open.body.join('\n'), line: open.line });
        open = undefined;
      } else open.body.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)));
      lines.push('');
      return;
    }
    const opening = /^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})[ \t]*([^\s`]*)([^`]*)$/.exec(bare);
    if (opening && !isComment) {
      const mark = opening[1] ?? '';
      const indent = text.indexOf(mark);
      open = {
        mark: mark[0] ?? '`',
        length: mark.length,
        language: (opening[2] ?? '').toLowerCase(),
        indent,
        line: index + 1,
        body: [],
      };
      lines.push('');
      return;
    }
    const started = isComment || text.includes('<!--');
    isComment = started && text.lastIndexOf('-->') <= text.lastIndexOf('<!--') && !(isComment && text.includes('-->'));
    lines.push(started ? '' : text);
  });
  return { fences, lines, ...(open ? { unclosed: open.line } : {}) };
}
