/** True for a Prometheus duration: `30s`, `1h30m`, `0`. */
export function isDuration(text: string): boolean {
  return text === '0' || (text !== '' && /^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text));
}

/** Milliseconds of a Prometheus duration; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  if (!isDuration(text)) return undefined;
  const units: Readonly<Record<string, number>> = {
    y: 31_536_000_000,
    w: 604_800_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
  };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return total;
}
