import { Document, Scalar, stringify } from 'yaml';

function defined(helper: string, value: unknown): unknown {
  if (value === undefined) throw new Error(`Template helper "${helper}" got no value.`);
  return value;
}

/** One shell word, quoted only where it must be. */
export function quoteShell(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * One YAML document. Strings that YAML 1.1 readers would take for something else (`on`, `1_000`, `22:22`, `1.20`) are quoted.
 * A value made by `withComment` carries a comment at the end of its line; `header` becomes comment lines on top.
 */
export function renderYaml(value: unknown, header = ''): string {
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  // `on:` is a key of every GitHub workflow, and its readers take it for a string: leave that top-level key unquoted.
  const text = document.toString({ lineWidth: 0 }).replace(/^"on":/m, 'on:');
  return header === '' ? text : `${header.replace(/^(?=.)/gm, '# ').replace(/^$/gm, '#')}\n${text}`;
}

/** A string for `renderYaml` with a comment behind it, such as the version of a pinned action. */
export function withComment(value: string, comment: string): Scalar<string> {
  const scalar = new Scalar(value);
  scalar.comment = ` ${comment}`;
  return scalar;
}

/** Helpers that serialise a value for the language it enters. */
export const quoteHelpers = {
  /** YAML scalar or flow value. */
  y: (value: unknown) =>
    stringify(defined('y', value), { compat: 'yaml-1.1', lineWidth: 0, collectionStyle: 'flow' }).trimEnd(),
  /** YAML block, indented by `indent` spaces. */
  yb: (value: unknown, indent: number) =>
    stringify(defined('yb', value), { compat: 'yaml-1.1', lineWidth: 0 })
      .trimEnd()
      .replace(/^(?=.)/gm, ' '.repeat(indent)),
  json: (value: unknown) => JSON.stringify(defined('json', value)),
  sh: (value: unknown) => quoteShell(String(defined('sh', value))),
};
