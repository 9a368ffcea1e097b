import { redactSecrets } from '@devops-orchestrator/contracts';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Replaces the given keys, and what looks like a key, a token or a password, by `[redacted]`. */
export function redactKeys(keys: readonly (string | undefined)[] = []): Redact {
  const known = keys.filter((key) => key !== undefined);
  return (text) => redactSecrets(text, known);
}

/** Takes secrets out of every text of a JSON value, names included; its form stays. */
export function redactJson(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [redact(name), redactJson(item, redact)]));
}

/** The same for JSON as text, which stays as it is, byte for byte, where there is nothing to take out. */
export function redactJsonText(text: string, redact: Redact): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return redact(text);
  }
  const before = JSON.stringify(value);
  const after = JSON.stringify(redactJson(value, redact));
  return after === before ? text : after;
}
