/**
 * One letter of a word that stands without quotes (`escaped` when behind a backslash), or a part that braces do not look into.
 */
export type BraceItem<Part> = { letter: string; escaped: boolean } | { part: Part } | 'sequence';

/**
 * The words that braces make of one: `a{b,c}` gives two; of `{1..9}` one stands for all. Source: "Brace Expansion" of the bash
 * manual; it works on the text, before anything else is expanded.
 */
export function splitBraces<Part>(items: readonly BraceItem<Part>[]): readonly (readonly BraceItem<Part>[])[] {
  for (let start = 0; start < items.length; start += 1) {
    if (!isLetter(items[start]!, '{')) continue;
    const braces = readBraces(items, start);
    if (braces === undefined) continue;
    const before = items.slice(0, start);
    const ends = splitBraces(items.slice(braces.end + 1));
    const middles = braces.elements.flatMap((element) => splitBraces(element));
    return middles.flatMap((middle) => ends.map((end) => [...before, ...middle, ...end]));
  }
  return [items];
}

function isLetter<Part>(item: BraceItem<Part>, letter: string): boolean {
  return item !== 'sequence' && 'letter' in item && !item.escaped && item.letter === letter;
}

/** What stands between two braces that belong together; undefined where they are ordinary letters. */
function readBraces<Part>(
  items: readonly BraceItem<Part>[],
  start: number,
): { elements: readonly (readonly BraceItem<Part>[])[]; end: number } | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < items.length; at += 1) {
    const item = items[at]!;
    if (isLetter(item, '{')) depth += 1;
    else if (isLetter(item, ',') && depth === 1) commas.push(at);
    else if (isLetter(item, '}') && (depth -= 1) === 0) {
      if (commas.length === 0)
        return isSequence(items.slice(start + 1, at)) ? { elements: [['sequence']], end: at } : undefined;
      const bounds = [start, ...commas, at];
      const elements = bounds.slice(0, -1).map((bound, index) => items.slice(bound + 1, bounds[index + 1]));
      return { elements, end: at };
    }
  }
  return undefined;
}

function isSequence<Part>(items: readonly BraceItem<Part>[]): boolean {
  const text = items
    .map((item) => (item !== 'sequence' && 'letter' in item && !item.escaped ? item.letter : ' '))
    .join('');
  return /^(?:[-+]?\d+\.\.[-+]?\d+|[A-Za-z]\.\.[A-Za-z])(?:\.\.[-+]?\d+)?$/.test(text);
}
