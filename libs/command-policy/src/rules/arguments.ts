import { canBeOption, constant, knownPrefix, withoutPrefix } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';

export interface GivenOption {
  name: string;
  value?: Value;
}

export interface Arguments {
  options: readonly GivenOption[];
  operands: readonly Value[];
  /** Words that may be options, which the script does not tell. */
  uncertain: readonly Value[];
}

export interface ArgumentStyle {
  /** Options that take a value in the same or the next word. */
  valued: ReadonlySet<string>;
  /** Options of one letter that take a value in the same word alone. */
  attached: ReadonlySet<string>;
  /** `cluster`: `-abc` is three options; `long`: it is one, as in Go's and Java's programs. */
  dashes: 'cluster' | 'long';
  /** The first operand ends the options. */
  stopsAtOperand: boolean;
}

/** Sorts words into options and operands, as getopt and its relatives do. */
export function readArguments(words: readonly Value[], style: ArgumentStyle): Arguments {
  const options: GivenOption[] = [];
  const operands: Value[] = [];
  const uncertain: Value[] = [];
  let at = 0;
  const next = () => words[(at += 1)];
  for (; at < words.length; at += 1) {
    const word = words[at]!;
    const text = knownPrefix(word);
    if (constant(word) === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || constant(word) === '-') {
      if (canBeOption(word)) uncertain.push(word);
      operands.push(word);
      if (style.stopsAtOperand) {
        operands.push(...words.slice(at + 1));
        break;
      }
    } else if (text.startsWith('--') || style.dashes === 'long') {
      readLong(word, style, options, uncertain, next);
    } else {
      readCluster(word, style, options, uncertain, next);
    }
  }
  return { options, operands, uncertain };
}

type Next = () => Value | undefined;

function readLong(word: Value, style: ArgumentStyle, options: GivenOption[], uncertain: Value[], next: Next): void {
  const text = knownPrefix(word);
  const end = text.indexOf('=');
  if (end !== -1) {
    options.push({ name: text.slice(0, end), value: withoutPrefix(word, end + 1) });
    return;
  }
  if (constant(word) === undefined) uncertain.push(word);
  options.push(takesValue(text, style) ? withValue(text, next()) : { name: text });
}

/** Long options may be shortened as long as it is plain which is meant. */
function takesValue(name: string, { valued }: ArgumentStyle): boolean {
  return (
    valued.has(name) || (name.startsWith('--') && name.length > 2 && [...valued].some((long) => long.startsWith(name)))
  );
}

function withValue(name: string, value: Value | undefined): GivenOption {
  return value === undefined ? { name } : { name, value };
}

function readCluster(word: Value, style: ArgumentStyle, options: GivenOption[], uncertain: Value[], next: Next): void {
  const text = knownPrefix(word);
  for (let at = 1; at < text.length; at += 1) {
    const name = `-${text[at]}`;
    if (style.attached.has(name)) {
      options.push({ name, value: withoutPrefix(word, at + 1) });
      return;
    }
    if (!style.valued.has(name)) {
      options.push({ name });
      continue;
    }
    const rest = withoutPrefix(word, at + 1);
    const isLast = constant(rest) === '';
    options.push(isLast ? withValue(name, next()) : { name, value: rest });
    return;
  }
  if (constant(word) === undefined) uncertain.push(word);
}
