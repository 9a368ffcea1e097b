/** `c`: line and block comments (JavaScript, TypeScript, Go). `hash`: `#` (Python, shell). */
export type CommentStyle = 'c' | 'hash';

/** Takes comments out and keeps every line break; strings stay. Linear in the text's length. */
export function maskComments(text: string, style: CommentStyle): string {
  const token = style === 'c' ? tokensOfC : tokensOfHash;
  const kept: string[] = [];
  let position = 0;
  let templatesClose = true;
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const start = found.index;
    // a template that never closes is a stray backtick; looking again for each following one would be quadratic
    const end = found[0] === '`' && !templatesClose ? start + 1 : endOfToken(text, start, found[0]);
    if (found[0] === '`' && end === start + 1) templatesClose = false;
    if (isComment(found[0])) {
      kept.push(text.slice(position, start), text.slice(start, end).replace(/[^\n]+/g, ''));
      position = end;
    }
    token.lastIndex = Math.max(end, start + 1);
  }
  kept.push(text.slice(position));
  return kept.join('');
}

const tokensOfC = /\/\/|\/\*|["'`]/g;
const tokensOfHash = /#|"""|'''|["']/g;

function isComment(opening: string): boolean {
  return opening === '//' || opening === '/*' || opening === '#';
}

function endOfToken(text: string, start: number, opening: string): number {
  if (opening === '//' || opening === '#') return orEnd(text, text.indexOf('\n', start));
  if (opening === '/*') return orEnd(text, text.indexOf('*/', start + 2), 2);
  if (opening.length === 3) return orEnd(text, text.indexOf(opening, start + 3), 3);
  return endOfString(text, start, opening);
}

/** A quoted string ends at its quote or, unless it is a template, at the line's end (an apostrophe in a regex or JSX text). */
function endOfString(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === quote) return index + 1;
    else if (character === '\n' && quote !== '`') return index;
  }
  return quote === '`' ? start + 1 : text.length;
}

function orEnd(text: string, index: number, length = 0): number {
  return index < 0 ? text.length : index + length;
}
