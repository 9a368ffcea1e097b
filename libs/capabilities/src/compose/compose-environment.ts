import { environmentEntries, type EnvironmentEntry } from '../requirements/environment-file.js';
import type { DeliveryModel, ModelVariable } from '../delivery-model/delivery-model.js';

/** Environment of a service in a compose file; `null` hands a variable on only when it is set. */
export type ComposeEnvironment = Record<string, string | null>;

/** Writes variables for Compose: fixed values escaped, references with what to do when they are missing. */
export function composeEnvironment(variables: readonly ModelVariable[], model: DeliveryModel): ComposeEnvironment {
  const entries = new Map(environmentEntries(model).map((entry) => [entry.name, entry]));
  return Object.fromEntries(
    variables
      .filter((variable) => !variable.buildTime)
      .map((variable) => [variable.name, composeValue(variable, entries)]),
  );
}

/** Build arguments of public build-time variables. */
export function composeBuildArguments(variables: readonly ModelVariable[]): ComposeEnvironment {
  return Object.fromEntries(
    variables
      .filter((variable) => variable.buildTime && !variable.secret)
      .map((variable) => [variable.name, reference(variable.name, variable)]),
  );
}

function composeValue(variable: ModelVariable, entries: ReadonlyMap<string, EnvironmentEntry>): string | null {
  const { value } = variable;
  if (value === undefined) return reference(variable.name, entries.get(variable.name) ?? variable);
  return written(value, entries);
}

/** A fixed value with `${NAME}` for variables, written for Compose. */
export function composeText(value: string, model: DeliveryModel): string {
  return written(value, new Map(environmentEntries(model).map((entry) => [entry.name, entry])));
}

function written(value: string, entries: ReadonlyMap<string, EnvironmentEntry>): string {
  const parts = value.split(/\$\{(\w+)\}/);
  return parts
    .map((part, at) => {
      if (at % 2 === 0) return part.replaceAll('$', '$$$$');
      const entry = entries.get(part);
      return entry === undefined ? `\${${part}}` : (reference(part, entry) ?? `\${${part}:-}`);
    })
    .join('');
}

function reference(
  name: string,
  { required, default: fallback }: Pick<ModelVariable, 'required' | 'default'>,
): string | null {
  if (required) return `\${${name}:?set it in .env}`;
  // A default with these characters would end the expression early; the code has it anyway.
  if (fallback === undefined || /[{}$\n]/.test(fallback)) return null;
  return `\${${name}:-${fallback}}`;
}
