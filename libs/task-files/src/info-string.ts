/** An attribute of a fence: `name`, `name=value` or `name="JSON string"`. */
export interface Attribute {
  name: string;
  /** Absent for a flag. */
  value?: string;
}

export interface InfoString {
  /** First word; empty when the info string starts with an attribute. */
  language: string;
  attributes: Attribute[];
}

/** Reads an info string. @throws {Error} with the reason, when it is not one. */
export function parseInfoString(info: string): InfoString {
  const language = /^[^\s="]+(?=\s|$)/.exec(info)?.[0] ?? '';
  const attributes: Attribute[] = [];
  const token = /\s*([A-Za-z][\w-]*)(=("(?:[^"\\]|\\.)*"|[^\s"]+)?)?(?=\s|$)/y;
  token.lastIndex = language.length;
  while (info.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const match = token.exec(info);
    if (!match?.[1]) throw new Error(`cannot read "${info.slice(from).trim()}" of the info string`);
    if (attributes.some(({ name }) => name === match[1])) throw new Error(`attribute ${match[1]} comes twice`);
    attributes.push(
      match[2] === undefined ? { name: match[1] } : { name: match[1], value: readValue(match[3], match[1]) },
    );
  }
  return { language, attributes };
}

/** Writes `language name=value …`; a value that is not a plain word is a JSON string without backticks. */
export function renderInfoString({ language, attributes }: InfoString): string {
  const words = attributes.map(({ name, value }) => (value === undefined ? name : `${name}=${renderValue(value)}`));
  return [/^[\w+#.-]+$/.test(language) ? language : undefined, ...words].filter((word) => word !== undefined).join(' ');
}

function readValue(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`attribute ${name} has no value`);
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    throw new Error(`the value of ${name} is not a JSON string`);
  }
}

function renderValue(value: string): string {
  if (/^[\p{L}\p{N}_./:@+,%~()-]+$/u.test(value)) return value;
  return JSON.stringify(value).replace(/[`\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
