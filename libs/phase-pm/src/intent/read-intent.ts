import type { Component, Intent, RequestedCapability } from '@devops-orchestrator/contracts';
import { type Clause, splitClauses } from './clauses.js';
import { readScope } from './component-scope.js';
import {
  applicationContext,
  capabilityLexicon,
  deploymentTargets,
  infrastructureContext,
  type LexiconEntry,
  productionWords,
  screenContext,
  shippingWords,
  unsupportedLexicon,
} from './lexicon.js';

/** What the reader of a request may count on: ids of the registry and what each needs. */
export interface KnownCapability {
  id: string;
  title: string;
  implies: readonly { id: string; reason: string; whenShipping?: true }[];
}

interface Match {
  id: string;
  phrase: string;
}

const entries: readonly LexiconEntry[] = [...capabilityLexicon, ...unsupportedLexicon];

/**
 * Turns the words of a request into an intent: what is asked, what must not be made, what no capability makes yet, and
 * what was not understood. Deterministic; a negation always wins over a wish for the same thing.
 */
export function readIntent(
  request: string,
  known: readonly KnownCapability[],
  components: readonly Component[],
): Intent {
  const parts = splitClauses(request);
  const aboutInfrastructure = parts.some(
    (clause) => strongMatches(clause).length > 0 || firstPhrase(clause, infrastructureContext) !== undefined,
  );
  const clauses = parts.map((clause) => ({ clause, matches: matchClause(clause, aboutInfrastructure) }));
  const wanted = clauses.filter(({ clause }) => !clause.negated).flatMap(({ matches }) => matches);
  const excluded = firstOfEach(clauses.filter(({ clause }) => clause.negated).flatMap(({ matches }) => matches));
  const excludedIds = new Set(excluded.map(({ id }) => id));
  const everything = clauses.find(
    ({ clause }) => !clause.negated && firstPhrase(clause, productionWords) !== undefined,
  );
  const asked = askedCapabilities(wanted, everything?.clause, known).filter(({ id }) => !excludedIds.has(id));
  const knownIds = new Set(known.map(({ id }) => id));
  const supported = asked.filter(({ id }) => knownIds.has(id));
  return {
    schemaVersion: 1,
    request,
    infrastructure: wanted.length > 0 || everything !== undefined || excluded.length > 0,
    capabilities: withImplied(supported, known, excludedIds, shippingWords.test(request.toLowerCase())),
    exclusions: excluded.map(({ id, phrase }) => ({ id, phrase })),
    components: readScope(request, components),
    unsupported: asked.filter(({ id }) => !knownIds.has(id)).map(({ id, phrase }) => ({ id, phrase })),
    notUnderstood: clauses
      .filter(
        ({ clause, matches }) => matches.length === 0 && !isFiller(clause, components) && clause !== everything?.clause,
      )
      .map(({ clause }) => clause.text),
    assumptions: assumptionsOf(wanted, excluded, components, request),
  };
}

/** Strong words ask by themselves; weak ones where the request is about infrastructure and the clause not about the application. */
function matchClause(clause: Clause, aboutInfrastructure: boolean): readonly Match[] {
  const strong = strongMatches(clause);
  const aboutApplication = strong.length === 0 && firstPhrase(clause, applicationContext) !== undefined;
  if (!clause.negated && (!aboutInfrastructure || aboutApplication)) return strong;
  const taken = new Set(strong.map(({ id }) => id));
  const weak = entries
    .filter(({ id }) => !taken.has(id))
    .flatMap((entry) => matchEntry(clause, entry, entry.weak ?? []));
  return firstOfEach([...strong, ...weak.filter((match) => !overlaps(match, strong))]);
}

function strongMatches(clause: Clause): readonly Match[] {
  const onScreen = !clause.negated && firstPhrase(clause, screenContext) !== undefined;
  return entries.flatMap((entry) =>
    matchEntry(clause, entry, [...entry.strong, ...(onScreen ? [] : (entry.soft ?? []))]),
  );
}

function matchEntry(clause: Clause, entry: LexiconEntry, patterns: readonly RegExp[]): readonly Match[] {
  const phrase = firstPhrase(clause, patterns);
  return phrase === undefined ? [] : [{ id: entry.id, phrase }];
}

/** `gitlab pipeline` asks for GitLab alone: a weak word beside a strong one of the same family adds nothing. */
function overlaps(weak: Match, strong: readonly Match[]): boolean {
  const family = weak.id.split(':')[0];
  const images = weak.id === 'container-image' && strong.some(({ id }) => id !== 'deployment-scripts');
  const elsewhere = weak.id === 'deployment-scripts' && strong.some(({ id }) => deploymentTargets.has(id));
  return images || elsewhere || strong.some(({ id }) => id.split(':')[0] === family);
}

function firstPhrase(clause: Clause, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    pattern.lastIndex = 0;
    const match = pattern.exec(clause.lower);
    if (match !== null) return clause.text.slice(match.index, match.index + match[0].length).trim();
  }
  return undefined;
}

function askedCapabilities(
  wanted: readonly Match[],
  everything: Clause | undefined,
  known: readonly KnownCapability[],
): readonly RequestedCapability[] {
  const named = firstOfEach(wanted)
    .filter((match) => !isOtherSystem(match, wanted))
    .map(({ id, phrase }) => ({ id, phrase }));
  if (everything === undefined) return named;
  const phrase = firstPhrase(everything, productionWords) ?? everything.text;
  const names = new Set(named.map(({ id }) => id));
  return [...named, ...known.filter(({ id }) => !names.has(id)).map(({ id }) => ({ id, phrase }))];
}

/** "GitLab CI" asks for GitLab: the bare word CI beside another system's name is no wish for the default one. */
function isOtherSystem({ id, phrase }: Match, wanted: readonly Match[]): boolean {
  const [family] = id.split(':');
  return (
    id === defaultSystem &&
    !/git ?hub/i.test(phrase) &&
    wanted.some((other) => other.id !== id && other.id.startsWith(`${family}:`))
  );
}
const defaultSystem = 'ci:github';

/** Adds what the asked capabilities cannot do without, in registry order. */
function withImplied(
  asked: readonly RequestedCapability[],
  known: readonly KnownCapability[],
  excluded: ReadonlySet<string>,
  shipping: boolean,
): RequestedCapability[] {
  const byId = new Map(asked.map((capability) => [capability.id, capability]));
  const queue = [...asked];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const current = next;
    for (const { id, reason, whenShipping } of known.find((capability) => capability.id === current.id)?.implies ??
      []) {
      if (byId.has(id) || excluded.has(id) || (whenShipping === true && !shipping)) continue;
      const implied = { id, phrase: current.phrase, impliedBy: reason };
      byId.set(id, implied);
      queue.push(implied);
    }
  }
  return known.flatMap(({ id }) => byId.get(id) ?? []);
}

function assumptionsOf(
  wanted: readonly Match[],
  excluded: readonly Match[],
  components: readonly Component[],
  request: string,
): string[] {
  const contradicted = firstOfEach(wanted).filter(({ id }) => excluded.some((match) => match.id === id));
  const deployable = components.filter(({ kind }) => kind !== 'library');
  const scope = readScope(request, components);
  return [
    ...contradicted.map(({ id }) => `The request both asks for and excludes ${id}: it was left out.`),
    ...(deployable.length > 1 && scope.length === 0 ? ['The request names no component: it covers all of them.'] : []),
    ...(wanted.some(({ id, phrase }) => id === 'ci:github' && !/git ?hub/i.test(phrase)) &&
    !wanted.some(({ id }) => id.startsWith('ci:') && id !== 'ci:github')
      ? ['The request names no CI system: GitHub Actions was taken.']
      : []),
  ];
}

/** Words without a wish of their own: politeness, conjunctions, and what an application or its parts are called. */
const fillers = new Set(
  (
    'please thanks thank you hi hello hey and or also etc then so we i a an the to with for from of in on it is be this that these ' +
    'all every each everything whole entire together up if possible asap make sure team my our your its them run set add create ' +
    'use using wire need want would like let have app apps application applications service services api apis site website web ' +
    'frontend backend client server worker workers job jobs component components project repo repository monorepo code stack ' +
    'tests test testing lint linting build builds image images development production local locally dev prod por favor bitte 请'
  ).split(' '),
);

/** True for a clause that carries no wish, such as a greeting or a list of components. */
function isFiller(clause: Clause, components: readonly Component[]): boolean {
  const names = new Set(components.flatMap(({ id, name, path }) => [id, name, path].map((text) => text.toLowerCase())));
  const words = clause.lower.split(/[\s.,:;!?"'`()/-]+/).filter((word) => word !== '');
  return words.every((word) => fillers.has(word) || names.has(word));
}

function firstOfEach(matches: readonly Match[]): readonly Match[] {
  return matches.filter((match, index) => matches.findIndex(({ id }) => id === match.id) === index);
}
