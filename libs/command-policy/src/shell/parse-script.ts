import { plainTree } from './plain-tree.js';
import type { Block } from './syntax-nodes.js';

/** What the parser says about a text. */
export type ParsedScript = { script: Block } | { problem: string; line: number; column: number };

export type Dialect = 'bash' | 'posix';

export interface ShellSyntax {
  /** Reads a text as bash, or as a shell that knows POSIX alone. */
  parse(text: string, dialect?: Dialect): ParsedScript;
}

let loaded: Promise<ShellSyntax> | undefined;

/** The shell parser; loaded by the first call. */
export function loadShellSyntax(): Promise<ShellSyntax> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ShellSyntax> {
  // the package lengthens the stack traces of the whole process
  const { stackTraceLimit } = Error;
  const { syntax } = (await import('mvdan-sh')).default;
  Error.stackTraceLimit = stackTraceLimit;
  const parsers = new Map<Dialect, ReturnType<typeof syntax.NewParser>>();
  return {
    parse(text, dialect = 'bash') {
      // a parser is dear to make; one that gave up is not used again
      const parser =
        parsers.get(dialect) ??
        syntax.NewParser(syntax.Variant(dialect === 'posix' ? syntax.LangPOSIX : syntax.LangBash));
      parsers.delete(dialect);
      try {
        const script = plainTree(parser.Parse(text, ''), (node) => syntax.NodeType(node)) as Block;
        parsers.set(dialect, parser);
        return { script };
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
