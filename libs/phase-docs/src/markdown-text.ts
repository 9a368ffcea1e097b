const maximumLength = 300;

/** One line without control characters, terminal sequences, bidirectional overrides and invisible characters. */
export function plainText(value: string, limit: number = maximumLength): string {
  const line = value
    .slice(0, 20_000)

    .replace(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, '')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')

    .replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]{1,1000}/g, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line;
}

/** Preformatted text: lines and indentation stay, control characters go. */
export function plainLines(value: string): string {
  return value
    .split(/\r?\n/)
    .slice(0, 200)
    .map((line) =>
      `${/^ {0,40}/.exec(line)?.[0] ?? ''}${line
        .trim()
        .split(/( {2,40})/)
        .map((part, index) => (index % 2 === 1 ? part : plainText(part)))
        .join('')}`.trimEnd(),
    )
    .join('\n');
}

/** Untrusted text as Markdown that shows exactly that text, on one line. */
export function text(value: string): string {
  return plainText(value)
    .replace(/[\\`*[\]<>~&!]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/^(?=#{1,6}(?:\s|$)|[+-](?:\s|$)|[-=]{1,300}$)/, '\\')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Untrusted text as a Markdown code span. */
export function code(value: string): string {
  const content = plainText(value);
  if (content === '') return '–';
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return content.includes('`') ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

/** A list of code spans, or a dash. */
export function codes(values: readonly string[]): string {
  return values.length === 0 ? '–' : values.map(code).join(', ');
}

/** A Markdown table; cells are Markdown on one line. Without rows: the sentence in place of it. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[], otherwise: string): string {
  if (rows.length === 0) return otherwise;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A fenced block that its content cannot close. */
export function fence(language: string, content: string): string {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${content}\n${mark}`;
}

/** A bullet list, or the sentence in place of it. */
export function bullets(items: readonly string[], otherwise: string): string {
  return items.length === 0 ? otherwise : items.map((item) => `- ${item}`).join('\n');
}

/** Untrusted text as a quoted Mermaid label. */
export function mermaidLabel(value: string): string {
  const content = plainText(value, 60).replace(/["#;<>`\\&|{}[\]()%]/g, (character) => `#${character.charCodeAt(0)};`);
  return `"${content === '' ? ' ' : content}"`;
}
