/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Keys of model APIs and bearer tokens, wherever they stand. */
const patterns: readonly RegExp[] = [/\bsk-[\w-]{16,}/g, /(?<=\bBearer )[\w.~+/=-]{16,}/g];

/** Shorter values are words that occur anyway. */
const minimumLength = 8;

/** Replaces the given keys, and what looks like one, by `[redacted]`. */
export function redactKeys(keys: readonly (string | undefined)[] = []): Redact {
  const known = keys.filter((key) => key !== undefined && key.length >= minimumLength) as string[];
  return (text) => {
    const withoutKnown = known.reduce((result, key) => result.replaceAll(key, '[redacted]'), text);
    return patterns.reduce((result, pattern) => result.replace(pattern, '[redacted]'), withoutKnown);
  };
}
