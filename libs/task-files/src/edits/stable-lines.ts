import { diffIndices } from 'node-diff3';

/** One line that stands in all three texts, by its index in each. */
export type StableLine = readonly [base: number, current: number, planned: number];

type Lines = readonly string[];
/** Start and end (exclusive) in each text. */
type Span = readonly [from: StableLine, to: StableLine];

interface Search {
  texts: readonly [Numbers, Numbers, Numbers];
  found: StableLine[];
  /** Steps that comparing may still cost: a bound that, unlike a time limit, gives the same answer everywhere. */
  budget: number;
}

type Numbers = readonly number[];

/** About 0.2 s; what lies beyond is not compared line by line and ends as one changed region. */
const comparisonBudget = 400_000_000;
const maximumDepth = 12;

/**
 * Lines that three texts have in common, in order. Common beginnings, ends and lines that stand once in each text are
 * found first, so that the longest common subsequence is computed for small regions only.
 */
export function stableLines(base: Lines, current: Lines, planned: Lines): readonly StableLine[] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  const texts = [base.map(numberOf), current.map(numberOf), planned.map(numberOf)] as const;
  const search: Search = { texts, found: [], budget: comparisonBudget };
  searchSpan(
    search,
    [
      [0, 0, 0],
      [base.length, current.length, planned.length],
    ],
    0,
  );
  return search.found;
}

function searchSpan(search: Search, span: Span, depth: number): void {
  const { texts, found } = search;
  let [from, to] = span;
  const same = (at: StableLine): boolean => texts[0][at[0]] === texts[1][at[1]] && texts[0][at[0]] === texts[2][at[2]];
  while (fits(from, to) && same(from)) {
    found.push(from);
    from = shifted(from, 1);
  }
  const end: StableLine[] = [];
  while (fits(from, to) && same(shifted(to, -1))) {
    to = shifted(to, -1);
    end.push(to);
  }
  if (fits(from, to)) searchInside(search, [from, to], depth);
  for (const line of end.reverse()) found.push(line);
}

function searchInside(search: Search, span: Span, depth: number): void {
  const anchors = depth < maximumDepth ? uniqueLines(search.texts, span) : [];
  if (anchors.length === 0) {
    searchCommon(search, span);
    return;
  }
  let from = span[0];
  for (const anchor of anchors) {
    searchSpan(search, [from, anchor], depth + 1);
    search.found.push(anchor);
    from = shifted(anchor, 1);
  }
  searchSpan(search, [from, span[1]], depth + 1);
}

/** Lines that stand exactly once in each text of the span, as far as their order is the same in all three. */
function uniqueLines(texts: Search['texts'], [from, to]: Span): readonly StableLine[] {
  const [inBase, inCurrent, inPlanned] = texts.map((text, side) => {
    const places = new Map<number, number>();
    for (let index = from[side]!; index < to[side]!; index += 1) {
      const line = text[index]!;
      places.set(line, places.has(line) ? -1 : index);
    }
    return places;
  }) as [Map<number, number>, Map<number, number>, Map<number, number>];
  const unique = [...inBase].flatMap<StableLine>(([line, index]) => {
    const [a, b] = [inCurrent.get(line) ?? -1, inPlanned.get(line) ?? -1];
    return index === -1 || a === -1 || b === -1 ? [] : [[index, a, b]];
  });
  return longestIncreasing(
    longestIncreasing(
      unique.sort(([a], [b]) => a - b),
      1,
    ),
    2,
  );
}

/** Longest subsequence that increases on one side; patience sorting. */
function longestIncreasing(lines: readonly StableLine[], side: 1 | 2): readonly StableLine[] {
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [index, line] of lines.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[tails[middle]!]![side] < line[side]) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : tails[low - 1]!);
    tails[low] = index;
  }
  const chain: StableLine[] = [];
  for (let index = tails.at(-1) ?? -1; index !== -1; index = previous[index]!) chain.push(lines[index]!);
  return chain.reverse();
}

/** Lines of the base that both other texts have kept, by the longest common subsequence with each. */
function searchCommon(search: Search, [from, to]: Span): void {
  const [base, current, planned] = search.texts.map((text, side) => text.slice(from[side], to[side])) as [
    number[],
    number[],
    number[],
  ];
  if (base.length === 0 || current.length === 0 || planned.length === 0) return;
  const inCurrent = matches(search, base, current);
  const inPlanned = matches(search, base, planned);
  for (const [index, a] of inCurrent) {
    const b = inPlanned.get(index);
    if (b !== undefined) search.found.push([from[0] + index, from[1] + a, from[2] + b]);
  }
}

/** Index in `before` to index in `after` of the lines they have in common; nothing when that costs too much. */
function matches(search: Search, before: number[], after: number[]): ReadonlyMap<number, number> {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1;
  const [a, b] = [before.slice(prefix, before.length - suffix), after.slice(prefix, after.length - suffix)];
  const cost = comparisonCost(a, b);
  if (cost > search.budget) return new Map();
  search.budget -= cost;
  const found = new Map<number, number>();
  let [x, y] = [0, 0];
  const take = (until: number): void => {
    for (; x < until; x += 1, y += 1) found.set(x, y);
  };
  for (const { buffer1, buffer2 } of diffIndices(a, b)) {
    take(prefix + buffer1[0]);
    [x, y] = [prefix + buffer1[0] + buffer1[1], prefix + buffer2[0] + buffer2[1]];
  }
  take(before.length);
  return found;
}

/** Upper bound of the steps that `diffIndices` takes: each pair of equal lines may look at every candidate. */
function comparisonCost(before: Numbers, after: Numbers): number {
  const counts = new Map<number, number>();
  for (const line of after) counts.set(line, (counts.get(line) ?? 0) + 1);
  const pairs = before.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
  return (pairs + before.length) * Math.min(before.length, after.length);
}

function fits(from: StableLine, to: StableLine): boolean {
  return from[0] < to[0] && from[1] < to[1] && from[2] < to[2];
}

function shifted([a, b, c]: StableLine, by: 1 | -1): StableLine {
  return [a + by, b + by, c + by];
}
