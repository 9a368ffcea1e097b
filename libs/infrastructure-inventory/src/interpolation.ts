import type { VariableUse } from './inventory-part.js';

const reference =
  /\$(\$)|\$\{([A-Za-z_][A-Za-z0-9_]{0,99})(?:(:?[-?+])([^}$\n]{0,300}))?|\$([A-Za-z_][A-Za-z0-9_]{0,99})/g;

/** Variables that a compose file takes from its environment: `${A}`, `${A:-default}`, `${A:?message}`, `$A`. */
export function interpolatedVariables(path: string, text: string): VariableUse[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.trimStart().startsWith('#')) return [];
    return [...content.matchAll(reference)].flatMap((match): VariableUse[] => {
      const name = match[2] ?? match[5];
      if (match[1] !== undefined || name === undefined) return [];
      const use: VariableUse = { name, path, line: index + 1 };
      if (match[3]?.endsWith('?')) use.required = true;
      const closed = content[(match.index ?? 0) + match[0].length] === '}';
      if (match[3]?.endsWith('-') && closed && match[4] !== undefined) use.default = match[4];
      return [use];
    });
  });
}

/** The text with each reference replaced by its default, as compose reads it in an empty environment. */
export function withDefaults(text: string): string {
  return text.replace(
    /\$\{[A-Za-z_][A-Za-z0-9_]{0,99}(?::?[-?+]([^}$]{0,300}))?\}/g,
    (whole: string, value?: string) => (/^\$\{\w+:?-/.test(whole) ? (value ?? '') : ''),
  );
}
