export interface NginxDirective {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly line: number;
  readonly children?: readonly NginxDirective[];
}

export interface NginxProblem {
  readonly line: number;
  readonly message: string;
}

interface Token {
  text: string;
  line: number;
  quoted: boolean;
}

/** Reads nginx configuration as directives; `problem` says where it stops being any. */
export function readNginx(content: string): { directives: readonly NginxDirective[]; problem?: NginxProblem } {
  const { tokens, problem } = tokenize(content);
  if (problem) return { directives: [], problem };
  const root: NginxDirective[] = [];
  const open: { children: NginxDirective[]; line: number }[] = [{ children: root, line: 1 }];
  let words: Token[] = [];
  for (const token of tokens) {
    if (token.quoted || !/^[{};]$/.test(token.text)) {
      words.push(token);
      continue;
    }
    const [name, ...rest] = words;
    if (token.text === '}') {
      if (name)
        return {
          directives: root,
          problem: { line: name.line, message: `'${name.text}' is not ended by a semicolon` },
        };
      if (open.length === 1) return { directives: root, problem: { line: token.line, message: 'a } closes nothing' } };
      open.pop();
      continue;
    }
    if (!name)
      return {
        directives: root,
        problem: { line: token.line, message: `a directive is expected before '${token.text}'` },
      };
    const base = { name: name.text, arguments: rest.map(({ text }) => text), line: name.line };
    const children: NginxDirective[] = [];
    open.at(-1)?.children.push(token.text === '{' ? { ...base, children } : base);
    if (token.text === '{') open.push({ children, line: token.line });
    words = [];
  }
  const first = words[0];
  if (first)
    return { directives: root, problem: { line: first.line, message: `'${first.text}' is not ended by a semicolon` } };
  const last = open.at(-1);
  if (open.length > 1 && last)
    return { directives: root, problem: { line: last.line, message: 'this { is not closed' } };
  return { directives: root };
}

function tokenize(content: string): { tokens: Token[]; problem?: NginxProblem } {
  const tokens: Token[] = [];
  const scanner =
    /(\n)|[^\S\n]+|#[^\n]*|("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|([{};])|((?:\\[\s\S]|\$\{[^}\s]*\}|[^\s{};"'\\])(?:\\[\s\S]|\$\{[^}\s]*\}|[^\s{};\\])*)|["'\\]/g;
  let line = 1;
  for (const match of content.matchAll(scanner)) {
    const [whole, newline, quoted, mark, word] = match;
    if (newline) line++;
    else if (quoted !== undefined) tokens.push({ text: quoted.slice(1, -1), line, quoted: true });
    else if (mark !== undefined || word !== undefined) tokens.push({ text: whole, line, quoted: false });
    else if (whole === '"' || whole === "'")
      return { tokens, problem: { line, message: 'a quotation mark is not closed' } };
    if (!newline) line += whole.split('\n').length - 1;
  }
  return { tokens };
}
