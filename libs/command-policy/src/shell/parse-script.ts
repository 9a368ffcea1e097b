import type { Block, SyntaxNode } from './syntax-nodes.js';

/** What the parser says about a text. */
export type ParsedScript = { script: Block } | { problem: string; line: number; column: number };

export type Dialect = 'bash' | 'posix';

export interface ShellSyntax {
  /** Reads a text as bash, or as a shell that knows POSIX alone. */
  parse(text: string, dialect?: Dialect): ParsedScript;
  kindOf(node: SyntaxNode): string;
}

let loaded: Promise<ShellSyntax> | undefined;

/** The shell parser; loaded by the first call. */
export function loadShellSyntax(): Promise<ShellSyntax> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ShellSyntax> {
  const { syntax } = (await import('mvdan-sh')).default;
  return {
    kindOf: (node) => syntax.NodeType(node),
    parse(text, dialect) {
      try {
        return {
          script: syntax
            .NewParser(syntax.Variant(dialect === 'posix' ? syntax.LangPOSIX : syntax.LangBash))
            .Parse(text, ''),
        };
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
