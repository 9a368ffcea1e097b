import type { Component, Intent, RequestedCapability } from '@devops-orchestrator/contracts';
import { type Ask, familyOf, readAsks } from './ask-capabilities.js';
import { type Clause, readClauses } from './clauses.js';
import { readScope } from './component-scope.js';
import { productionCapabilities, shippingWords } from './lexicon/production.lexicon.js';
import { notUnderstood } from './not-understood.js';
import { isCue, phraseOf, readWords, type Words } from './read-words.js';
import { readTargets } from './read-targets.js';
import { stateAssumptions } from './state-assumptions.js';

/** What the reader of a request may count on: ids of the registry and what each needs. */
export interface KnownCapability {
  id: string;
  title: string;
  implies: readonly { id: string; reason: string; whenShipping?: true }[];
}

/**
 * Turns the words of a request into an intent: what is asked, where it is to run, what must not be made, what no capability
 * makes yet, and what was not understood. Deterministic; a negation always wins over a wish for the same thing.
 */
export function readIntent(
  request: string,
  known: readonly KnownCapability[],
  components: readonly Component[],
): Intent {
  const words = readWords(request);
  const clauses = readClauses(words);
  const asks = readAsks(words, clauses);
  const targets = readTargets(words, clauses);
  const excluded = firstOfEach(asks.filter(({ polarity }) => polarity === 'excluded'));
  const isExcluded = (id: string) => excluded.some((other) => other.id === id || other.id === familyOf(id));
  const named = nameSystems(asks, targets);
  const everything = productionPhrase(words, clauses);
  const wanted = addMissing(named, everything, known);
  const asked = wanted.filter(({ id }) => !isExcluded(id));
  const scope = readScope(words, clauses, components);
  const { supported, unsupported, within } = splitByRegistry(asked, known);
  return {
    schemaVersion: 1,
    request,
    infrastructure: wanted.length > 0 || excluded.length > 0,
    capabilities: withImplied(supported, known, isExcluded, shippingWords.test(request.toLowerCase())),
    exclusions: excluded.map(({ id, phrase }) => ({ id, phrase })),
    components: scope,
    ...(targets === undefined || (wanted.length === 0 && excluded.length === 0) ? {} : { targets }),
    unsupported,
    notUnderstood: notUnderstood(words, clauses, asks, components, targets),
    assumptions: stateAssumptions({ asks, named, excluded, within, components, scope }),
  };
}

/** Gives words that name no system the one that the request names: "CI" beside GitLab is GitLab's. */
function nameSystems(asks: readonly Ask[], targets: Intent['targets']): readonly Ask[] {
  const wanted = asks.filter(({ polarity }) => polarity === 'wanted');
  const named = new Set(
    wanted.filter(({ id, entry }) => id.includes(':') && entry.systemOf === undefined).map(({ id }) => familyOf(id)),
  );
  const systems = wanted.flatMap((ask) => {
    const { systemOf } = ask.entry;
    if (systemOf === undefined) return [ask];
    const family = familyOf(ask.id);
    if (named.has(family)) return [];
    const system = targets?.[systemOf]?.value;
    return [system === undefined ? ask : { ...ask, id: `${family}:${system}` }];
  });
  return firstOfEach(systems);
}

/** The words that ask for everything that a production service needs; undefined when there are none. */
function productionPhrase(words: Words, clauses: readonly Clause[]): string | undefined {
  const mentions = clauses.flatMap((clause) => clause.mentions);
  const mention = mentions.find((candidate) => candidate.polarity === 'wanted' && isCue(candidate, 'everything'));
  return mention === undefined ? undefined : phraseOf(words, mention);
}

interface Wish {
  id: string;
  phrase: string;
  partOf?: string | undefined;
}

function addMissing(
  named: readonly Ask[],
  everything: string | undefined,
  known: readonly KnownCapability[],
): readonly Wish[] {
  const asked = named.map(({ id, phrase, entry }) => ({ id, phrase, partOf: entry.partOf }));
  if (everything === undefined) return asked;
  const families = new Set(asked.map(({ id }) => familyOf(id)));
  const missing = productionCapabilities.filter(
    (id) => known.some((capability) => capability.id === id) && !families.has(familyOf(id)),
  );
  return [...asked, ...missing.map((id) => ({ id, phrase: everything }))];
}

/** What the registry makes, itself or as a part of another capability, and what it does not. */
function splitByRegistry(wishes: readonly Wish[], known: readonly KnownCapability[]) {
  const isKnown = (id: string) => known.some((capability) => capability.id === id);
  const supported: RequestedCapability[] = [];
  const unsupported: { id: string; phrase: string }[] = [];
  const within: { id: string; by: string }[] = [];
  for (const { id, phrase, partOf } of wishes) {
    if (isKnown(id)) supported.push({ id, phrase });
    else if (partOf !== undefined && isKnown(partOf)) within.push({ id, by: partOf });
    else unsupported.push({ id, phrase });
  }
  for (const { id, by } of within) {
    const wish = wishes.find((candidate) => candidate.id === id);
    if (wish !== undefined) supported.push({ id: by, phrase: wish.phrase });
  }
  return { supported: firstOfEach(supported), unsupported, within };
}

/** Adds what the asked capabilities cannot do without, in registry order. */
function withImplied(
  asked: readonly RequestedCapability[],
  known: readonly KnownCapability[],
  isExcluded: (id: string) => boolean,
  shipping: boolean,
): RequestedCapability[] {
  const byId = new Map(asked.map((capability) => [capability.id, capability]));
  // A map yields what is added while it is walked.
  for (const { id: by, phrase } of byId.values()) {
    for (const { id, reason, whenShipping } of known.find(({ id }) => id === by)?.implies ?? []) {
      if (byId.has(id) || isExcluded(id) || (whenShipping === true && !shipping)) continue;
      byId.set(id, { id, phrase, impliedBy: reason });
    }
  }
  return known.flatMap(({ id }) => byId.get(id) ?? []);
}

function firstOfEach<Item extends { id: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map([...items].reverse().map((item) => [item.id, item])).values()].reverse();
}
