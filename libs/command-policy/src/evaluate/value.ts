/**
 * A part of a word that the script does not tell: `plain` is letters, digits, `_`, `.`, `:` and `-` with no `-` in front (an
 * id, a number, an address), `any` is every text.
 */
export interface Unknown {
  readonly unknown: 'plain' | 'any';
}

/** One word as far as the script tells it. */
export interface Value {
  readonly pieces: readonly (string | Unknown)[];
  /** Stands for any number of words, none included. */
  readonly many?: boolean;
  /** Holds a pattern that the shell replaces by file names. */
  readonly glob?: boolean;
}

export const any: Value = { pieces: [{ unknown: 'any' }] };
export const anyWords: Value = { ...any, many: true };
export const plain: Value = { pieces: [{ unknown: 'plain' }] };

export function known(text: string): Value {
  return { pieces: [text] };
}

/** The text of a value that is wholly known. */
export function constant(value: Value | undefined): string | undefined {
  if (value === undefined || value.many || !value.pieces.every((piece) => typeof piece === 'string')) return undefined;
  return value.pieces.join('');
}

/** The text in front of the first unknown part. */
export function knownPrefix(value: Value): string {
  const end = value.pieces.findIndex((piece) => typeof piece !== 'string');
  return (value.pieces.slice(0, end === -1 ? undefined : end) as string[]).join('');
}

/** The text with `x` for each plain part; undefined when a part can be anything. */
export function plainText(value: Value): string | undefined {
  if (value.pieces.some((piece) => typeof piece !== 'string' && piece.unknown === 'any')) return undefined;
  return value.pieces.map((piece) => (typeof piece === 'string' ? piece : 'x')).join('');
}

export function shown(value: Value): string {
  const text = value.pieces.map((piece) => (typeof piece === 'string' ? piece : '…')).join('');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** True when the word can turn out to begin with `-`. */
export function canBeOption(value: Value): boolean {
  const first = value.pieces.find((piece) => piece !== '');
  if (first === undefined) return value.many === true;
  if (typeof first === 'string') return value.glob ? /^[*?[]/.test(first) : false;
  return first.unknown === 'any';
}

export function joined(values: readonly Value[], separator: string): Value {
  if (values.length === 1) return values[0]!;
  const many = values.some((value) => value.many);
  const pieces = values.flatMap((value, at) => (at === 0 ? value.pieces : [separator, ...value.pieces]));
  return many ? any : { pieces };
}

/** A value's part in front of or behind a text. @returns undefined when the text is not in the known prefix. */
export function splitAt(value: Value, separator: string): [string, Value] | undefined {
  const at = knownPrefix(value).indexOf(separator);
  if (at === -1) return undefined;
  const text = knownPrefix(value);
  const rest = value.pieces.slice(value.pieces.findIndex((piece) => typeof piece !== 'string'));
  const tail = text.slice(at + separator.length);
  const unknownTail = constant(value) === undefined ? rest : [];
  return [text.slice(0, at), { ...value, pieces: [tail, ...unknownTail] }];
}

export function withoutPrefix(value: Value, length: number): Value {
  const text = knownPrefix(value);
  const from = value.pieces.findIndex((piece) => typeof piece !== 'string');
  return { ...value, pieces: [text.slice(length), ...(from === -1 ? [] : value.pieces.slice(from))] };
}

/** Values that differ, at most `limit`; more become one that stands for all. */
export function distinct(alternatives: readonly (readonly Value[])[], limit = 64): readonly (readonly Value[])[] {
  const seen = new Map(alternatives.map((alternative) => [JSON.stringify(alternative), alternative]));
  if (seen.size <= limit) return [...seen.values()];
  const all = [...seen.values()].flat();
  return all.every(isPlain) ? [[plain]] : [[anyWords]];
}

export function isPlain(value: Value): boolean {
  return !value.many && /^[A-Za-z0-9_.:][\w.:-]*$/.test(plainText(value) ?? '');
}
