import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { InventoryVariable } from '@devops-orchestrator/contracts';
import type { VariableUse } from './inventory-part.js';
import { isSecretName } from './secret-text.js';

/** One entry for each variable, with every place that sets or reads it. A secret has no default. */
export function mergeVariables(uses: readonly VariableUse[]): InventoryVariable[] {
  const byName = new Map<string, VariableUse[]>();
  for (const use of uses) byName.set(use.name, [...(byName.get(use.name) ?? []), use]);
  return [...byName].map(([name, all]) => mergeUses(name, all)).sort((a, b) => byCodeUnit(a.name, b.name));
}

function mergeUses(name: string, uses: readonly VariableUse[]): InventoryVariable {
  const secret = isSecretName(name) || uses.some((use) => use.secret === true);
  const described = uses.find(({ description }) => description !== undefined);
  // The example file is written for people: its default is the one they meet first.
  const given = uses.filter((use) => use.default !== undefined).sort((a, b) => rank(a) - rank(b))[0];
  return {
    name,
    secret,
    required: uses.some((use) => use.required === true),
    ...(given?.default === undefined || secret ? {} : { default: given.default }),
    ...(described?.description === undefined ? {} : { description: described.description }),
    usedIn: places(uses),
  };
}

function rank({ path }: VariableUse): number {
  return path.includes('env') ? 0 : /compose/.test(path) ? 1 : 2;
}

function places(uses: readonly VariableUse[]): InventoryVariable['usedIn'] {
  const unique = new Map(uses.map(({ path, line }) => [`${path}\0${line}`, { path, line }]));
  return [...unique.values()].sort((a, b) => byCodeUnit(a.path, b.path) || a.line - b.line);
}
