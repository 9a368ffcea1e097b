import { redactAssignments } from './redact-assignments.js';
import { findPrivateKeys, secretFormats } from './secret-formats.js';
import { lineEnds, redactKnown } from './secret-values.js';

/** `scheme://user:password@`: the password, up to the last `@` before the path. */
const userAndPassword = /(:\/\/[^\s/:@'"]{0,256}:)([^\s/'"]{1,512})@/g;
/** `scheme://token@` */
const user = /(:\/\/)(?=[\w.~%-]{0,255}\d)([\w.~%-]{16,256})@/g;
const reference = /^(?:\$\{?[A-Za-z_]\w{0,99}\}?|\$\{[^}]*\}|\$\([^)]*\)|<[^>]*>|\{\{.*|[*x]+|\[redacted\])$/;
/** Text that people write needs two: the second finds nothing. */
const maximumPasses = 6;
/** Headers that are secret as a whole. */
const header = /^([ \t<>*]{0,8}(?:Set-)?Cookie:[ \t])[^\r\n[][^\r\n]*/gim;

/**
 * The text without secrets, for every way out: output, logs, reports, commits, prompts. Takes out the known values (as
 * `secretValues` gives them), what has the form of a key or a token, private keys, passwords in URLs, and the values of what
 * is named like a secret; `[redacted]` stands in their place. References such as `${DB_PASSWORD}` stay. Lines keep their
 * numbers, a second time changes nothing, and it takes time in proportion to the length.
 */
export function redactSecrets(text: string, known: readonly string[] = []): string {
  let result = text;
  // what was taken out may have kept its neighbour from being seen as a word
  for (let pass = 0; pass < maximumPasses; pass += 1) {
    const before = result;
    result = redactOnce(before, known);
    if (result === before) break;
  }
  return result;
}

function redactOnce(text: string, known: readonly string[]): string {
  const withoutKeys = redactPrivateKeys(redactKnown(text, known));
  const withoutForms = secretFormats.reduce((result, form) => result.replace(form, '[redacted]'), withoutKeys);
  const withoutUrls = withoutForms
    .replace(userAndPassword, (whole, before: string, password: string) =>
      reference.test(password) ? whole : `${before}[redacted]@`,
    )
    .replace(user, '$1[redacted]@')
    .replace(header, '$1[redacted]');
  return redactAssignments(withoutUrls);
}

function redactPrivateKeys(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of findPrivateKeys(text)) {
    parts.push(text.slice(done, start), '[redacted private key]', lineEnds(text.slice(start, end)));
    done = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}
