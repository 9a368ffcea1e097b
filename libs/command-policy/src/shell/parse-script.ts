import type { Block, SyntaxNode, Word } from './syntax-nodes.js';

/** What the parser says about a text. */
export type ParsedScript = { script: Block } | { problem: string; line: number; column: number };

export interface ShellSyntax {
  parse(text: string): ParsedScript;
  kindOf(node: SyntaxNode): string;
  /** Marks the brace expansions of a word that has not been looked at yet. */
  splitBraces(word: Word): void;
}

interface ParserModule {
  syntax: {
    NewParser(): { Parse(text: string, name: string): Block };
    NodeType(node: SyntaxNode): string;
    SplitBraces(word: Word): unknown;
  };
}

let loaded: Promise<ShellSyntax> | undefined;

/** The shell parser; loaded by the first call. */
export function loadShellSyntax(): Promise<ShellSyntax> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ShellSyntax> {
  // published without types; see docs/decisions/0009-commands-are-judged-on-the-parsed-shell.md
  const name: string = 'mvdan-sh';
  const { syntax } = ((await import(name)) as { default: ParserModule }).default;
  return {
    kindOf: (node) => syntax.NodeType(node),
    splitBraces: (word) => void syntax.SplitBraces(word),
    parse(text) {
      try {
        return { script: syntax.NewParser().Parse(text, '') };
      } catch (error) {
        return problemOf(error);
      }
    },
  };
}

function problemOf(error: unknown): ParsedScript {
  const text =
    error instanceof Error ? 'it is nested too deeply' : (error as { Error(): string }).Error().replace(/^:/, '');
  const [, line, column, message] = /^(\d+):(\d+): ([^]*)$/.exec(text) ?? [];
  return { problem: message ?? text, line: Number(line ?? 1), column: Number(column ?? 1) };
}
