import { redactSecrets } from '@devops-orchestrator/workspace';

/** The document with the secrets taken out of every text in it. */
export function redactDocument<T>(value: T): T {
  if (typeof value === 'string') return redactSecrets(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDocument(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactDocument(item as unknown)])) as T;
}
