const longestValue = 120;

/** Up to `most` places where two JSON values differ: `messages.2.content: recorded "a", now "b"`. */
export function differencesOf(recorded: unknown, now: unknown, most = 10): string[] {
  const differences: string[] = [];
  compare(recorded, now, [], differences);
  const more = differences.length - most;
  return more > 0 ? [...differences.slice(0, most), `… and ${more} more`] : differences;
}

function compare(recorded: unknown, now: unknown, path: readonly string[], differences: string[]): void {
  if (isContainer(recorded) && isContainer(now) && Array.isArray(recorded) === Array.isArray(now)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(now)]);
    for (const key of keys) compare(recorded[key], now[key], [...path, key], differences);
    return;
  }
  if (recorded === now) return;
  differences.push(`${path.join('.') || 'value'}: recorded ${show(recorded, now)}, now ${show(now, recorded)}`);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A long text from shortly before the place where it begins to differ. */
function show(value: unknown, other: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  if (text.length <= longestValue) return text;
  const otherText = JSON.stringify(other) ?? '';
  let same = 0;
  while (same < text.length && text[same] === otherText[same]) same += 1;
  const from = Math.max(0, Math.min(same - 20, text.length - longestValue));
  return `${from > 0 ? '…' : ''}${text.slice(from, from + longestValue)}${from + longestValue < text.length ? '…' : ''}`;
}
