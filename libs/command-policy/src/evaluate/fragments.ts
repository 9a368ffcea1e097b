import type { Value } from './value.js';

/** Part of a word after expansion; a break between two words of the result lies between two fragments. */
export interface Fragment extends Value {
  /** An empty word stays when it is quoted. */
  readonly quoted?: boolean;
}

/** Puts the parts of a word together; each part is the list of its fragments. */
export function joinFragments(parts: readonly (readonly Fragment[])[]): Value[] {
  const words: Fragment[] = [];
  let open = false;
  for (const fragments of parts) {
    fragments.forEach((fragment, at) => {
      if (at === 0 && open) words.push(merge(words.pop()!, fragment));
      else words.push(fragment);
    });
    open ||= fragments.length > 0;
  }
  return words.filter((word) => word.quoted || word.many || word.pieces.some((piece) => piece !== '')).map(toValue);
}

function merge(one: Fragment, two: Fragment): Fragment {
  return {
    pieces: [...one.pieces, ...two.pieces],
    ...(one.quoted || two.quoted ? { quoted: true } : {}),
    ...(one.many || two.many ? { many: true } : {}),
    ...(one.glob || two.glob ? { glob: true } : {}),
  };
}

function toValue({ pieces, many, glob }: Fragment): Value {
  const compact = pieces.reduce<Value['pieces'][number][]>((all, piece) => {
    if (typeof piece === 'string' && typeof all.at(-1) === 'string') all.push((all.pop() as string) + piece);
    else all.push(piece);
    return all;
  }, []);
  return { pieces: compact, ...(many ? { many } : {}), ...(glob ? { glob } : {}) };
}

/** What the shell makes of a value that stands without quotes: words at white space, patterns looked up. */
export function splitUnquoted(value: Value): Fragment[] {
  const fragments: Fragment[] = [{ pieces: [] }];
  const add = (piece: Value['pieces'][number]) => {
    const last = fragments.pop()!;
    fragments.push({
      ...last,
      pieces: [...last.pieces, piece],
      ...(typeof piece === 'string' && /[*?[]/.test(piece) ? { glob: true } : {}),
    });
  };
  for (const piece of value.pieces) {
    if (typeof piece !== 'string') {
      add(piece);
      continue;
    }
    piece.split(/[ \t\n]+/).forEach((text, at) => {
      if (at > 0) fragments.push({ pieces: [] });
      if (text !== '') add(text);
    });
  }
  const splits = value.pieces.some((piece) => typeof piece !== 'string' && piece.unknown === 'any');
  return fragments.map((fragment) =>
    (value.many || splits) && fragment.pieces.some((piece) => typeof piece !== 'string')
      ? { ...fragment, many: true }
      : fragment,
  );
}

/** A literal without quotes, as it stands in the script: backslashes taken away. */
export function readLiteral(source: string): Fragment {
  let text = '';
  let glob = false;
  let quoted = false;
  for (let at = 0; at < source.length; at += 1) {
    if (source[at] === '\\') {
      at += 1;
      if (source[at] === '\n') continue;
      quoted = true;
      // the very last one stands for itself
      text += source[at] ?? '\\';
    } else {
      glob ||= /[*?[]/.test(source[at]!);
      text += source[at];
    }
  }
  return { pieces: [text], ...(glob ? { glob } : {}), ...(quoted ? { quoted } : {}) };
}

/** A literal between double quotes or in a here-document. */
export function readQuotedLiteral(source: string, inHereDocument = false): string {
  return source.replace(/\\([$`"\\\n])/g, (whole, next: string) => {
    if (next === '\n') return '';
    return next === '"' && inHereDocument ? whole : next;
  });
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"', '?': '?' },
};

/** `$'…'`. Source: "ANSI-C Quoting" of the bash manual. */
export function readAnsiQuoted(source: string): string {
  // the shell ends the text at a NUL
  return decodeAnsi(source).split('\0', 1)[0]!;
}

function decodeAnsi(source: string): string {
  return source.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c([^])|([^]))/g,
    (whole, octal?: string, hex?: string, short?: string, long?: string, control?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      const code = hex ?? short ?? long;
      if (code !== undefined) return parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(code, 16)) : whole;
      if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 0x40);
      return escapes[other!] ?? whole;
    },
  );
}
