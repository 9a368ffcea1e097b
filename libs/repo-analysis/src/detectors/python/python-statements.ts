/** One logical line of Python: brackets and continuations joined, comments and multi-line strings removed. */
export interface PythonStatement {
  /** With its indentation; line ends inside brackets are spaces. */
  text: string;
  /** 1-based line on which it starts. */
  line: number;
  indent: number;
}

/** Longer statements are data tables or minified text: no fact is read from their tail. */
const statementLimit = 8000;

/**
 * Splits Python source into logical lines. Reads every character once; malformed source gives what can be told.
 * Source: docs.python.org/3/reference/lexical_analysis.html (logical lines, string literals).
 */
export function parsePythonStatements(source: string): PythonStatement[] {
  const statements: PythonStatement[] = [];
  let text = '';
  let line = 1;
  let start = 1;
  let depth = 0;
  const flush = (): void => {
    if (text.trim() !== '') statements.push({ text: text.trimEnd(), line: start, indent: indentOf(text) });
    text = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '\n') {
      line += 1;
      if (depth === 0) {
        flush();
        start = line;
      } else text = append(text, ' ');
    } else if (character === '#') {
      while (at + 1 < source.length && source[at + 1] !== '\n') at += 1;
    } else if (character === '"' || character === "'") {
      const end = endOfString(source, at, character);
      const literal = source.slice(at, end);
      text = append(text, literal.startsWith(character.repeat(3)) ? '""' : literal);
      for (let inside = at; inside < end; inside += 1) if (source[inside] === '\n') line += 1;
      at = end - 1;
    } else if (character === '\\' && /^\r?\n/.test(source.slice(at + 1, at + 3))) {
      at += source[at + 1] === '\r' ? 2 : 1;
      line += 1;
      text = append(text, ' ');
    } else {
      if ('([{'.includes(character)) depth += 1;
      else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
      text = append(text, character);
    }
  }
  flush();
  return statements;
}

function append(text: string, more: string): string {
  return text.length < statementLimit ? text + more : text;
}

/** Index after the closing quote; a single-quoted string ends with its line at the latest. */
function endOfString(source: string, start: number, quote: string): number {
  const triple = source.startsWith(quote.repeat(3), start);
  if (triple) {
    const end = source.indexOf(quote.repeat(3), start + 3);
    return end < 0 ? source.length : end + 3;
  }
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === quote) return at + 1;
    else if (source[at] === '\n') return at;
  }
  return source.length;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
