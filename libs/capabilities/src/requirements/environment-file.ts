import type { CapabilityInput } from '../capability.js';
import type { DeliveryModel, ModelVariable } from '../delivery-model/delivery-model.js';

/** One variable of `.env`, with everyone who reads it. */
export interface EnvironmentEntry extends ModelVariable {
  readBy: readonly string[];
}

/** Variables that `.env` holds: everything without a fixed value, in name order. */
export function environmentEntries(model: DeliveryModel): EnvironmentEntry[] {
  const found = new Map<string, EnvironmentEntry>();
  const owners = [...model.components, ...model.services];
  for (const { name: owner, environment } of owners) {
    for (const variable of environment.filter(({ value }) => value === undefined)) {
      const known = found.get(variable.name);
      found.set(variable.name, known === undefined ? { ...variable, readBy: [owner] } : merge(known, variable, owner));
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Text of `.env.example`. No secret ever has a value here. */
export function renderEnvironmentExample({ model }: CapabilityInput): string {
  const lines = [
    `# Variables of ${model.project}. scripts/create-env-file.sh makes .env from this file; .env is never committed.`,
    '',
  ];
  for (const entry of environmentEntries(model)) {
    lines.push(`# ${describe(entry)}`, `${entry.name}=${entry.secret ? '' : quoteValue(entry.default ?? '')}`, '');
  }
  for (const deployable of model.components) {
    if (deployable.hostPort === undefined) continue;
    const fallback = String(deployable.hostPort);
    lines.push(`# Port of ${deployable.name} on 127.0.0.1.`, `${hostPortVariable(deployable.name)}=${fallback}`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
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

function merge(known: EnvironmentEntry, variable: ModelVariable, owner: string): EnvironmentEntry {
  const { default: _dropped, ...rest } = known;
  const fallback = known.default ?? variable.default;
  const secret = known.secret || variable.secret;
  return {
    ...rest,
    secret,
    required: known.required || variable.required,
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
