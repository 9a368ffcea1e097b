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

const special = /[\n#"'\\()[\]{}]/g;

/**
 * Splits Python source into logical lines. Linear in its length; malformed source gives what can be told.
 * Source: docs.python.org/3/reference/lexical_analysis.html (logical lines, string literals).
 */
export function parsePythonStatements(source: string): PythonStatement[] {
  const reader = new StatementReader(source);
  special.lastIndex = 0;
  for (let found = special.exec(source); found !== null; found = special.exec(source)) {
    special.lastIndex = reader.take(found.index, found[0]);
  }
  reader.end();
  return reader.statements;
}

class StatementReader {
  readonly statements: PythonStatement[] = [];
  readonly #source: string;
  #text = '';
  /** Start of what is not yet in `#text`. */
  #from = 0;
  #line = 1;
  #start = 1;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Takes in the special character at an offset. @returns where to go on. */
  take(at: number, character: string): number {
    if (character === '\n') return this.#newline(at);
    if (character === '#') return this.#skipTo(at, this.#lineEnd(at), '');
    if (character === '"' || character === "'") return this.#string(at, character);
    if (character === '\\') return this.#continuation(at);
    if (character === '(' || character === '[' || character === '{') this.#depth += 1;
    else this.#depth = Math.max(0, this.#depth - 1);
    return at + 1;
  }

  end(): void {
    this.#keep(this.#source.length, '');
    this.#flush();
  }

  #newline(at: number): number {
    this.#keep(at, this.#depth === 0 ? '' : ' ');
    this.#from = at + 1;
    this.#line += 1;
    if (this.#depth === 0) {
      this.#flush();
      this.#start = this.#line;
    }
    return at + 1;
  }

  #string(at: number, quote: string): number {
    const triple = this.#source.startsWith(quote.repeat(3), at);
    const end = endOfString(this.#source, at, quote, triple ? 3 : 1);
    if (!triple) return end;
    for (
      let next = this.#source.indexOf('\n', at);
      next >= 0 && next < end;
      next = this.#source.indexOf('\n', next + 1)
    ) {
      this.#line += 1;
    }
    return this.#skipTo(at, end, '""');
  }

  #continuation(at: number): number {
    const width = this.#source.startsWith('\r\n', at + 1) ? 2 : this.#source[at + 1] === '\n' ? 1 : 0;
    if (width === 0) return at + 1;
    this.#line += 1;
    return this.#skipTo(at, at + 1 + width, ' ');
  }

  #lineEnd(at: number): number {
    const end = this.#source.indexOf('\n', at);
    return end < 0 ? this.#source.length : end;
  }

  #skipTo(at: number, end: number, instead: string): number {
    this.#keep(at, instead);
    this.#from = end;
    return end;
  }

  #keep(until: number, more: string): void {
    const room = statementLimit - this.#text.length;
    if (room > 0) this.#text += this.#source.slice(this.#from, Math.min(until, this.#from + room)) + more;
  }

  #flush(): void {
    const text = this.#text.trimEnd();
    this.#text = '';
    if (text !== '') this.statements.push({ text, line: this.#start, indent: text.length - text.trimStart().length });
  }
}

/** Index after the closing quotes; a string in single quotes ends with its line at the latest. */
function endOfString(source: string, start: number, quote: string, width: 1 | 3): number {
  if (width === 3) {
    const end = source.indexOf(quote.repeat(3), start + 3);
    return end < 0 ? source.length : end + 3;
  }
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === quote) return at + 1;
    else if (character === '\n') return at;
  }
  return source.length;
}
