/** True when a path matches one of the globs and none of the negated ones (`!apps/old`). Knows `*`, `**` and one `{a,b}`. */
export function matchesGlobs(path: string, globs: readonly string[]): boolean {
  const positive = globs.filter((glob) => !glob.startsWith('!'));
  const negative = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const segments = path.split('/');
  const matches = (glob: string) => alternatives(glob).some((one) => matchSegments(segments, segmentsOf(one)));
  return positive.some(matches) && !negative.some(matches);
}

function alternatives(glob: string): string[] {
  const open = glob.indexOf('{');
  const close = glob.indexOf('}', open);
  if (open < 0 || close < 0) return [glob];
  return glob
    .slice(open + 1, close)
    .split(',')
    .slice(0, 50)
    .map((part) => glob.slice(0, open) + part + glob.slice(close + 1));
}

function segmentsOf(glob: string): string[] {
  return glob
    .slice(0, 300)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
}

/** Row by row, so that many stars cost path length times glob length and no more. */
function matchSegments(path: readonly string[], glob: readonly string[]): boolean {
  return matchSequence(path, glob, '**', (segment, pattern) =>
    matchSequence([...segment], [...pattern], '*', (character, expected) => character === expected),
  );
}

function matchSequence(
  items: readonly string[],
  pattern: readonly string[],
  star: string,
  isMatch: (item: string, part: string) => boolean,
): boolean {
  let reachable = items.map(() => false);
  let fromStart = true;
  for (const part of pattern) {
    const next: boolean[] = [];
    for (const [index, item] of items.entries()) {
      const before = index === 0 ? fromStart : (reachable[index - 1] ?? false);
      if (part === star) next.push(fromStart || (reachable[index] ?? false) || (next[index - 1] ?? false) || before);
      else next.push(before && isMatch(item, part));
    }
    if (part !== star) fromStart = false;
    reachable = next;
  }
  return items.length === 0 ? fromStart : (reachable.at(-1) ?? false);
}
