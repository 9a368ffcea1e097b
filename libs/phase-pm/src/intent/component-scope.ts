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
  let limiting = false;
  read.forEach(({ only, asks, lists, inside, outside }, index) => {
    outside.forEach((id) => left.add(id));
    // "The api, the frontend and the worker": a list goes on in the clauses that follow.
    limiting = (limits ? only : asks) || (limiting && lists && clauses[index]?.turned === false);
    if (limiting) inside.forEach((id) => named.add(id));
  });
  // Without "only", what was named but not found might be the rest of the components.
  const open = !limits && read.some(({ unresolved }) => unresolved);
  const all = !limits && clauses.some(({ mentions }) => mentions.some((mention) => isCue(mention, 'all')));
  const kept = deployable.filter(({ id }) => (all || open || named.size === 0 || named.has(id)) && !left.has(id));
  return kept.length === deployable.length ? [] : kept.map(({ id }) => id);
}

interface ClauseScope {
  only: boolean;
  /** True when it asks for something. */
  asks: boolean;
  /** True when it names components, and has no verb. */
  lists: boolean;
  /** True when it names a role that no component has alone ("the frontend" of two). */
  unresolved: boolean;
  inside: readonly string[];
  outside: readonly string[];
}

function readClause({ tokens }: Words, clause: Clause, names: Names): ClauseScope {
  const { mentions } = clause;
  const except = mentions.find((mention) => isCue(mention, 'except', 'negation'));
  const taken = mentions.filter(({ meanings }) =>
    meanings.some(({ kind }) => kind !== 'cue' && kind !== 'environment'),
  );
  const used = new Set<number>();
  for (const { from, to, open } of taken) {
    for (let position = from; !open && position < to; position++) used.add(position);
  }
  let unresolved = false;
  const inside: string[] = [];
  const outside: string[] = [];
  for (let position = clause.from; position < clause.to; position++) {
    if (used.has(position)) continue;
    const words = tokens.slice(position, position + longestName).map(({ word }) => word);
    const { id, open } = componentAt(words, names);
    unresolved ||= open;
    if (id !== undefined) (except !== undefined && position >= except.from ? outside : inside).push(id);
  }
  return {
    only: mentions.some((mention) => isCue(mention, 'only')),
    asks: taken.some(({ polarity }) => polarity === 'wanted'),
    lists: (inside.length > 0 || unresolved) && !mentions.some((mention) => isCue(mention, 'verb')),
    unresolved,
    inside,
    outside,
  };
}

const roles: Readonly<Record<string, Component['kind']>> = {
  frontend: 'static',
  'front-end': 'static',
  ui: 'static',
  spa: 'static',
  api: 'web',
  backend: 'web',
  'back-end': 'web',
  server: 'web',
  worker: 'worker',
};

/** Words of a component's name that are compared. */
const longestName = 4;

/** The component that the words name, the longest name first; `open` for a role that several have, or none. */
function componentAt(words: readonly string[], names: Names): { id?: string | undefined; open: boolean } {
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join('-');
    if (names.has(name)) return { id: names.get(name), open: names.get(name) === undefined };
  }
  return { open: false };
}

/** Components by name; undefined for a name that several share. */
type Names = ReadonlyMap<string, string | undefined>;

/** Components by their ids, names and folders, by the last word of these (`api` of `shop-api`), and by role. */
function namesOf(components: readonly Component[]): Names {
  const names = new Map<string, string | undefined>();
  for (const [role, kind] of Object.entries(roles)) {
    const inRole = components.filter((component) => component.kind === kind);
    names.set(role, inRole.length === 1 ? inRole[0]?.id : undefined);
  }
  const ends = components.map(({ id }) => ({ id, end: id.slice(id.lastIndexOf('-') + 1) }));
  for (const { end } of ends) {
    const [first, ...others] = ends.filter((other) => other.end === end);
    names.set(end, others.length === 0 ? first?.id : undefined);
  }
  for (const part of ['path', 'name', 'id'] as const) {
    for (const component of components) names.set(slug(component[part]), component.id);
  }
  return names;
}

function slug(text: string): string {
  return fold(text.slice(text.lastIndexOf('/') + 1)).replaceAll(/[^\p{L}\p{N}]+/gu, '-');
}
