/** Leaves room for what is put around an id (`<project>-<id>-worker`) within the 63 characters of a label. */
const longest = 40;

/**
 * Makes an RFC 1123 label of any text: scope and accents off, lower case, dashes between words, at most 40 characters;
 * `app` when nothing is left.
 */
export function slug(text: string): string {
  const name = text.slice(0, 500).replace(/^@[^/]*\//, '');
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const label = words.join('-').slice(0, longest);
  return (label.endsWith('-') ? label.slice(0, -1) : label) || 'app';
}
