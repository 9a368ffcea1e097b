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
  if (withoutCarriageReturns(rawLines.at(-1) ?? '') === '') rawLines.pop();
  const lines = rawLines.map(withoutCarriageReturns);
  const ended = finalNewline ? rawLines.length : rawLines.length - 1;
  const carriageReturns = rawLines.slice(0, ended).filter((line) => line.endsWith('\r')).length;
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
  const end = lines.at(-1)!;
  const lastLine = typeof end === 'string' ? end : (form.lines[end] ?? '');
  // an empty line is there by its end alone
  if (form.finalNewline || lastLine === '') return `${mark}${raw.join('\n')}\n`;
  return mark + [...raw.slice(0, -1), lastLine].join('\n');
}

/** True when two texts differ in nothing but line ends, byte order mark and final newline. */
export function sameLines(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [readText(a).lines, readText(b).lines];
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

export function withLineFeeds(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** Several are one line end too: no other reading survives when a text changes from LF to CRLF. */
function withoutCarriageReturns(line: string): string {
  let end = line.length;
  while (line.charAt(end - 1) === '\r') end -= 1;
  return line.slice(0, end);
}
