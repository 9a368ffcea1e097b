import type { CapabilityInput } from '../capability.js';
import type { DeliveryModel, ModelVariable } from '../delivery-model/delivery-model.js';

/** One variable of `.env`, with everyone who reads it. */
export interface EnvironmentEntry extends ModelVariable {
  readBy: readonly string[];
}

/** Variables that `.env` holds: everything without a fixed value, in name order. */
export function environmentEntries(model: DeliveryModel): EnvironmentEntry[] {
  const found = new Map<string, EnvironmentEntry>();
  const owners = [...model.components, ...model.services].map(({ name, environment }) => ({
    owner: name,
    environment,
  }));
  for (const { owner, environment } of [...owners, ...(model.toolVariables ?? [])]) {
    for (const variable of environment.filter(isFromOutside)) {
      const known = found.get(variable.name);
      found.set(variable.name, known === undefined ? { ...variable, readBy: [owner] } : merge(known, variable, owner));
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** True for what has no fixed value, or one that only extends what `.env` says. */
function isFromOutside({ name, value }: ModelVariable): boolean {
  return value === undefined || value.includes(`\${${name}}`);
}

/** Text of `.env.example`, without the variables that another example of the user's names already. No secret ever has a value here. */
export function renderEnvironmentExample(
  { model }: CapabilityInput,
  header: string,
  known: ReadonlySet<string> = new Set(),
): string {
  const blocks = [`# ${header}`];
  for (const entry of environmentEntries(model).filter(({ name }) => !known.has(name))) {
    const value = entry.secret ? '' : quoteValue(entry.default ?? '');
    blocks.push(`# ${describe(entry)}\n${entry.name}=${value}`);
  }
  for (const { name, hostPort } of model.components) {
    const variable = hostPortVariable(name);
    if (hostPort === undefined || known.has(variable)) continue;
    blocks.push(`# Optional: port of ${name} on 127.0.0.1.\n${variable}=${String(hostPort)}`);
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Names that a dotenv text sets. */
export function namesInEnvironmentFile(text: string): Set<string> {
  const lines = text.split(/\r?\n/).map((line) => /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=/.exec(line)?.[1]);
  return new Set(lines.filter((name) => name !== undefined));
}

/** Name of the variable that moves a component's published port: `API_HOST_PORT`. */
export function hostPortVariable(name: string): string {
  const word = name.toUpperCase().replaceAll('-', '_');
  return `${/^\d/.test(word) ? `_${word}` : word}_HOST_PORT`;
}

/** Names that `create-env-file.sh` fills with random values. A URL cannot be made up. */
export function generatedSecrets(model: DeliveryModel): string[] {
  return environmentEntries(model)
    .filter((entry) => entry.secret && entry.required && !/_(DSN|URL|URI|WEBHOOK|ENDPOINT)$/.test(entry.name))
    .map((entry) => entry.name);
}

/** Names that may stay unset and for which nothing is offered. */
export function optionalNames(model: DeliveryModel): string[] {
  return environmentEntries(model)
    .filter((entry) => !entry.required && entry.default === undefined)
    .map((entry) => entry.name);
}

function merge(known: EnvironmentEntry, variable: ModelVariable, owner: string): EnvironmentEntry {
  const fallback = known.default ?? variable.default;
  const secret = known.secret || variable.secret;
  return {
    name: known.name,
    secret,
    required: known.required || variable.required,
    description: known.description,
    buildTime: known.buildTime && variable.buildTime,
    readBy: known.readBy.includes(owner) ? known.readBy : [...known.readBy, owner],
    ...(fallback === undefined || secret ? {} : { default: fallback }),
  };
}

function describe(entry: EnvironmentEntry): string {
  const need = entry.secret
    ? entry.required
      ? 'Secret, required'
      : 'Secret, optional'
    : entry.required
      ? 'Required'
      : 'Optional';
  const when = entry.buildTime ? ', read by the build' : '';
  return `${need}${when}: ${entry.readBy.join(', ')}; ${entry.description.replace(/\s+/g, ' ')}.`;
}

/** A value as Compose's `.env` files take it: single quotes keep everything as it is. */
function quoteValue(value: string): string {
  if (/^[A-Za-z0-9_@%+=:,./?&-]*$/.test(value)) return value;
  return `'${value.replace(/[\r\n]+/g, ' ').replaceAll("'", "\\'")}'`;
}
