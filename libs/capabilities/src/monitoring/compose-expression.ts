import type { ModelVariable } from '../delivery-model/delivery-model.js';

/** How Compose takes a variable from `.env`: required without a value, else with its default. */
export function composeExpression(
  variable: ModelVariable | undefined,
  fallback: string | undefined,
): string | undefined {
  if (variable === undefined) return fallback;
  if (variable.value !== undefined) return variable.value;
  if (variable.default !== undefined) return `\${${variable.name}:-${variable.default}}`;
  return requiredExpression(variable.name);
}

/** `${NAME:?…}`: Compose refuses to start without it. */
export function requiredExpression(name: string): string {
  return `\${${name}:?set ${name} in .env}`;
}

/** The variable that a password of the user's compose file comes from; undefined for a literal, which is never copied. */
export function passwordExpression(value: string | undefined): string | undefined {
  const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)(?:\}|:?[?-][^}]*\})?$/.exec(value ?? '')?.[1];
  return name === undefined ? undefined : requiredExpression(name);
}
