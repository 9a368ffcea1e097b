import type { InventoryPart, VariableUse } from './inventory-part.js';
import { holdsCredentials, withoutSecrets } from './secret-text.js';

/** Reads names, defaults and the comment above each variable of an `.env.example`. */
export function readEnvExample(path: string, text: string): InventoryPart {
  const variables: VariableUse[] = [];
  let comment: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const entry = /^\s*(#\s?)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_]{0,99})=(.*)$/.exec(line);
    if (entry && (entry[1] === undefined || /^[A-Z]/.test(entry[2] ?? ''))) {
      variables.push(readEntry(path, index + 1, entry[2] ?? '', entry[3] ?? '', comment));
      comment = [];
    } else if (line.trimStart().startsWith('#')) comment.push(line.replace(/^\s*#+\s?/, '').trim());
    else comment = [];
  });
  return { variables };
}

function readEntry(path: string, line: number, name: string, raw: string, comment: readonly string[]): VariableUse {
  const quoted = /^\s*(["'])(.*)\1\s*(?:#.*)?$/.exec(raw)?.[2];
  const value = quoted ?? raw.replace(/\s#.*$/, '').trim();
  const description = withoutSecrets(comment.join(' ').trim());
  return {
    name,
    path,
    line,
    ...(value === '' ? {} : { default: value }),
    ...(description === '' ? {} : { description }),
    ...(holdsCredentials(value) ? { secret: true } : {}),
  };
}
