/** The value as a map with string keys; an empty one when it is something else. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value as a list; an empty one when it is something else. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A scalar as text; undefined for maps, lists and null. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A scalar, or each scalar of a list, as text. */
export function asTexts(value: unknown): string[] {
  const single = asText(value);
  if (single !== undefined) return [single];
  return asList(value).flatMap((item) => asText(item) ?? []);
}
