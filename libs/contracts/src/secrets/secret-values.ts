import { isSecretName } from './secret-name.js';

/** Shorter values are words that occur anyway. */
const minimumLength = 8;
/** Of a variable with one of these words nobody knows; it is not shown either. */
const doubtful = /(?:^|_)AUTH(?:_CONFIG)?$|(?:^|_)(?:API|ACCESS)_?KEY_?ID$/i;

/** True for a variable of the caller's that commands do not get, and whose value is taken out of every text. */
export function isSecretVariable(name: string): boolean {
  return isSecretName(name) || doubtful.test(name);
}

/**
 * What must not be shown of an environment: the values of its secret variables, each line of one by itself, and what a
 * program makes of them when it prints a URL, JSON, or a Kubernetes secret.
 */
export function secretValues(environment: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isSecretVariable(name)
      ? [value.trim(), ...value.split('\n').map((line) => line.trim())]
      : [],
  );
  const known = new Set(values.filter((value) => value.length >= minimumLength).flatMap(spellings));
  return [...known];
}

function spellings(value: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
  // a lone half of a pair has no URL encoding
  const url = /\p{Cs}/u.test(value) ? [] : [encodeURIComponent(value)];
  return [value, JSON.stringify(value).slice(1, -1), ...url, btoa(bytes).replace(/=+$/, '')];
}

/** Takes known values out, the longest first, line ends kept. Values of less than eight characters are left. */
export function redactKnown(text: string, known: readonly string[]): string {
  const values = [...new Set(known)].filter((value) => value.length >= minimumLength && !'[redacted]'.includes(value));
  values.sort((a, b) => b.length - a.length);
  return values.reduce((result, value) => result.replaceAll(value, () => `[redacted]${lineEnds(value)}`), text);
}

/** The line ends of a text alone: what takes its place keeps the numbers of the lines below. */
export function lineEnds(text: string): string {
  return text.replace(/[^\n]+/g, '');
}
