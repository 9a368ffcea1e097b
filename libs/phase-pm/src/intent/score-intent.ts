import type { Intent, IntentTargets } from '@devops-orchestrator/contracts';
import type { KnownCapability } from './read-intent.js';
import { capabilityEntries } from './read-words.js';

/** What a platform engineer takes a request to mean; the fields are explained in `evaluation/README.md`. */
export interface LabelledRequest {
  id: string;
  part: 'development' | 'fresh' | 'held-out';
  request: string;
  language: string;
  infrastructure: boolean;
  capabilities: readonly string[];
  targets: LabelledTargets;
  exclusions: readonly string[];
  scope: readonly string[];
  components?: readonly { id: string; kind: string }[];
  accepted?: readonly string[];
}

export interface LabelledTargets {
  cloud?: string;
  ci?: string;
  registry?: string;
  strategy?: string;
  replicas?: { minimum?: number; maximum?: number };
  environments?: readonly string[];
  domains?: readonly string[];
  regions?: readonly string[];
  sizes?: readonly string[];
}

/** How one reading differs from its label; all empty when it is exact. */
export interface IntentDifference {
  label: LabelledRequest;
  missing: readonly string[];
  unwanted: readonly string[];
  /** Labelled capabilities that were found. */
  found: readonly string[];
  /** `infrastructure`, `exclusions` or `scope`, with what was read. */
  other: readonly string[];
  /** What was read, where the targets differ. */
  targets: LabelledTargets | undefined;
}

export interface IntentScore {
  requests: number;
  /** Shares between 0 and 1. */
  exact: number;
  exactWithTargets: number;
  precision: number;
  recall: number;
}

/** Compares what was read with the label; `accompanying` says which capabilities another one may bring with it. */
export function compareIntent(
  label: LabelledRequest,
  intent: Intent,
  accompanying: Readonly<Record<string, readonly string[]>>,
): IntentDifference {
  const read = [...intent.capabilities, ...intent.unsupported].map(({ id }) => id);
  const allowed = closure([...label.capabilities, ...(label.accepted ?? [])], accompanying);
  const targets = plainTargets(intent.targets ?? {});
  return {
    label,
    missing: label.capabilities.filter((id) => !read.includes(id)),
    unwanted: read.filter((id) => !allowed.has(id)),
    found: label.capabilities.filter((id) => read.includes(id)),
    other: [
      ...(intent.infrastructure === label.infrastructure ? [] : [`infrastructure ${intent.infrastructure}`]),
      ...differing(
        'exclusions',
        label.exclusions,
        intent.exclusions.map(({ id }) => id),
      ),
      ...differing('scope', label.scope, intent.components),
    ],
    targets: canonical(targets) === canonical(label.targets) ? undefined : targets,
  };
}

/** The registry as if every capability that the lexicon names were made: what is understood does not depend on what is made. */
export function knowEverything(known: readonly KnownCapability[]): readonly KnownCapability[] {
  const ids = new Set(known.map(({ id }) => id));
  const others = [...new Set(capabilityEntries.map(({ id }) => id))].filter((id) => !ids.has(id));
  return [...known, ...others.map((id) => ({ id, title: id, implies: [] }))];
}

/** Exact match by request; precision and recall by capability. */
export function scoreIntents(differences: readonly IntentDifference[]): IntentScore {
  const requests = differences.length;
  const exact = differences.filter(isExact);
  const found = count(differences, ({ found }) => found);
  const unwanted = count(differences, ({ unwanted }) => unwanted);
  const missing = count(differences, ({ missing }) => missing);
  return {
    requests,
    exact: exact.length / requests,
    exactWithTargets: exact.filter(({ targets }) => targets === undefined).length / requests,
    precision: found / (found + unwanted),
    recall: found / (found + missing),
  };
}

/** True when capabilities, exclusions and scope are as labelled. */
export function isExact({ missing, unwanted, other }: IntentDifference): boolean {
  return missing.length + unwanted.length + other.length === 0;
}

function count(
  differences: readonly IntentDifference[],
  select: (difference: IntentDifference) => readonly string[],
): number {
  return differences.reduce((sum, difference) => sum + select(difference).length, 0);
}

function closure(ids: readonly string[], accompanying: Readonly<Record<string, readonly string[]>>): Set<string> {
  const all = new Set(ids);
  // A set yields what is added while it is walked.
  for (const id of all) for (const other of accompanying[id] ?? []) all.add(other);
  return all;
}

function differing(field: string, expected: readonly string[], actual: readonly string[]): readonly string[] {
  return canonical([...expected].sort()) === canonical([...actual].sort()) ? [] : [`${field} ${actual.join(' ')}`];
}

function plainTargets(targets: IntentTargets): LabelledTargets {
  const plain = Object.entries(targets).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, plainTarget(value)]],
  );
  return Object.fromEntries(plain) as LabelledTargets;
}

function plainTarget(value: NonNullable<IntentTargets[keyof IntentTargets]>): unknown {
  if (Array.isArray(value)) return value.map((stated) => stated.value);
  if ('value' in value) return value.value;
  const { phrase: _, ...bounds } = value;
  return bounds;
}

/** JSON with sorted keys and lists, so that only content decides. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${key}:${canonical(field)}`).join()}}`;
}
