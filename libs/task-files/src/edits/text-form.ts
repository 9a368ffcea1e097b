/** A text as lines, and everything about it that is not in the lines. */
export interface TextForm {
  /** Without line ends. */
  lines: readonly string[];
  /** As they stand, a carriage return at the end included. */
  rawLines: readonly string[];
  byteOrderMark: boolean;
  /** The end that most lines have. */
  lineEnd: '\n' | '\r\n';
  finalNewline: boolean;
}

const byteOrderMark = '\uFEFF';

export function readText(text: string): TextForm {
  const marked = text.startsWith(byteOrderMark);
  const rawLines = (marked ? text.slice(1) : text).split('\n');
  const finalNewline = rawLines.at(-1) === '';
  if (finalNewline) rawLines.pop();
  const ended = finalNewline ? rawLines.length : rawLines.length - 1;
  let carriageReturns = 0;
  const lines = rawLines.map((line, index) => {
    if (index >= ended || !line.endsWith('\r')) return line;
    carriageReturns += 1;
    return line.slice(0, -1);
  });
  return {
    lines,
    rawLines,
    byteOrderMark: marked,
    lineEnd: carriageReturns * 2 > ended ? '\r\n' : '\n',
    finalNewline,
  };
}

/** Lines of two texts as one in the form of `form`: a number is a line of `form`, kept as it stands; a text is new. */
export function writeText(lines: readonly (number | string)[], form: TextForm): string {
  const carriageReturn = form.lineEnd === '\r\n' ? '\r' : '';
  const last = form.rawLines.length - 1;
  const raw = lines.map((line) => {
    if (typeof line === 'string') return line + carriageReturn;
    const kept = form.rawLines[line] ?? '';
    return line === last && !form.finalNewline ? kept + carriageReturn : kept;
  });
  const mark = form.byteOrderMark ? byteOrderMark : '';
  if (raw.length === 0) return mark;
  if (form.finalNewline) return `${mark}${raw.join('\n')}\n`;
  const final = lines.at(-1)!;
  raw[raw.length - 1] = typeof final === 'string' ? final : (form.lines[final] ?? '');
  return mark + raw.join('\n');
}

/** True when two texts differ in nothing but line ends, byte order mark and final newline. */
export function sameLines(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

export function withLineFeeds(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

function canonical(text: string): string {
  const plain = withLineFeeds(text);
  return plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`;
}
