import type { Component } from '@devops-orchestrator/contracts';
import type { Clause } from './clauses.js';
import { isCue, type Words } from './read-words.js';
import { fold } from './tokens.js';

/**
 * Ids of the components that a request limits itself to, in their order: "only the api", "CI for the checkout service",
 * "everything except the storefront". Empty: all of them, also where every one is named.
 */
export function readScope(words: Words, clauses: readonly Clause[], components: readonly Component[]): string[] {
  const deployable = components.filter(({ kind }) => kind !== 'library');
  if (deployable.length < 2) return [];
  const named = new Set<string>();
  const left = new Set<string>();
  const names = namesOf(deployable);
  const read = clauses.map((clause) => readClause(words, clause, names));
  // With "only" somewhere, nothing but what stands beside it limits the request.
  const limits = read.some(({ only, inside }) => only && inside.length > 0);
  read.forEach(({ only, asks, inside, outside }, index) => {
    outside.forEach((id) => left.add(id));
    const continues = read[index - 1]?.only === true && !clauses[index]?.turned;
    if (limits ? only || continues : asks) inside.forEach((id) => named.add(id));
  });
  const all = !limits && clauses.some(({ mentions }) => mentions.some((mention) => isCue(mention, 'all')));
  const kept = deployable.filter(({ id }) => (all || named.size === 0 || named.has(id)) && !left.has(id));
  return kept.length === deployable.length ? [] : kept.map(({ id }) => id);
}

interface ClauseScope {
  only: boolean;
  /** True when it asks for something. */
  asks: boolean;
  inside: readonly string[];
  outside: readonly string[];
}

function readClause({ tokens }: Words, clause: Clause, names: ReadonlyMap<string, string>): ClauseScope {
  const { mentions } = clause;
  const except = mentions.find((mention) => isCue(mention, 'except', 'negation'));
  const taken = mentions.filter(({ meanings }) =>
    meanings.some(({ kind }) => kind !== 'cue' && kind !== 'environment'),
  );
  const used = new Set<number>();
  for (const { from, to, open } of taken) {
    for (let position = from; !open && position < to; position++) used.add(position);
  }
  const inside: string[] = [];
  const outside: string[] = [];
  for (let position = clause.from; position < clause.to; position++) {
    if (used.has(position)) continue;
    const id = componentAt(
      tokens.slice(position, position + longestName).map(({ word }) => word),
      names,
    );
    if (id !== undefined) (except !== undefined && position >= except.from ? outside : inside).push(id);
  }
  return {
    only: mentions.some((mention) => isCue(mention, 'only')),
    asks: taken.some(({ polarity }) => polarity === 'wanted'),
    inside,
    outside,
  };
}

const roles: Readonly<Record<string, Component['kind']>> = {
  frontend: 'static',
  'front-end': 'static',
  ui: 'static',
  spa: 'static',
  backend: 'web',
  'back-end': 'web',
  server: 'web',
  worker: 'worker',
};

/** Words of a component's name that are compared. */
const longestName = 4;

/** The component that the words name, the longest name first. */
function componentAt(words: readonly string[], names: ReadonlyMap<string, string>): string | undefined {
  for (let length = words.length; length > 0; length--) {
    const id = names.get(words.slice(0, length).join('-'));
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Components by their names, folders and ids, and by the role that one alone has. */
function namesOf(components: readonly Component[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [role, kind] of Object.entries(roles)) {
    const inRole = components.filter((component) => component.kind === kind);
    const [only] = inRole;
    if (inRole.length === 1 && only !== undefined) names.set(role, only.id);
  }
  for (const part of ['path', 'name', 'id'] as const) {
    for (const component of components) names.set(slug(component[part]), component.id);
  }
  return names;
}

function slug(text: string): string {
  return fold(text.slice(text.lastIndexOf('/') + 1)).replaceAll(/[^\p{L}\p{N}]+/gu, '-');
}
