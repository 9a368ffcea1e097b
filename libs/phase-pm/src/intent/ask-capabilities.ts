import type { Clause, Mention } from './clauses.js';
import type { CapabilityEntry, Cue } from './lexicon/entry.js';
import { isCue, type Meaning, phraseOf, type Words } from './read-words.js';

/** A capability that the words name, and how it is meant. */
export interface Ask {
  id: string;
  phrase: string;
  polarity: Mention['polarity'];
  entry: CapabilityEntry;
  /** Index of the clause that names it. */
  clause: number;
  strong: boolean;
}

type CapabilityMeaning = Extract<Meaning, { kind: 'capability' }>;

/**
 * What the clauses name. Strong words ask by themselves; weak ones where the request is about infrastructure and their
 * clause is not about the application. Words that only say how another capability is meant ask for nothing of their own.
 */
export function readAsks(words: Words, clauses: readonly Clause[]): readonly Ask[] {
  const strong = clauses.map((clause, index) => asksOf(words, clause, index, 'strong'));
  const aboutInfrastructure =
    strong.some((asks) => asks.length > 0) ||
    clauses.some((clause) => hasCue(clause, 'infrastructure', 'everything') || statesTarget(clause));
  const named = clauses.flatMap((clause, index) => {
    const asks = strong[index] ?? [];
    const aboutApplication = asks.length === 0 && hasCue(clause, 'application');
    if (!aboutInfrastructure || aboutApplication) return asks;
    return [...asks, ...asksOf(words, clause, index, 'weak')];
  });
  return withoutOvershadowed(named);
}

function statesTarget({ mentions }: Clause): boolean {
  return mentions.some(({ meanings }) => meanings.some(({ kind }) => kind === 'target'));
}

function asksOf(words: Words, clause: Clause, index: number, strength: 'strong' | 'weak'): readonly Ask[] {
  const onScreen = hasCue(clause, 'screen');
  return clause.mentions.flatMap((mention) =>
    mention.meanings
      .filter((meaning) => meaning.kind === 'capability')
      .filter((meaning) => counts(meaning, mention, onScreen, strength))
      .map(({ entry }) => ({
        id: mention.polarity === 'excluded' ? (entry.part ?? entry.id) : entry.id,
        phrase: phraseOf(words, mention),
        polarity: mention.polarity,
        entry,
        clause: index,
        strong: strength === 'strong',
      })),
  );
}

function counts(
  { strength }: CapabilityMeaning,
  mention: Mention,
  onScreen: boolean,
  wanted: 'strong' | 'weak',
): boolean {
  const isStrong = strength === 'strong' || (strength === 'soft' && (!onScreen || mention.polarity === 'excluded'));
  if (strength === 'excludable') return wanted === 'weak' && mention.polarity === 'excluded';
  return wanted === 'strong' ? isStrong : strength === 'weak';
}

/** Drops words beside those that say better what is meant: `besides` in a clause, `elsewhere` in the request, weak in a family. */
function withoutOvershadowed(asks: readonly Ask[]): readonly Ask[] {
  const wanted = asks.filter(({ polarity }) => polarity === 'wanted');
  const anywhere = new Set(wanted.filter(({ strong }) => strong).map(({ id }) => familyOf(id)));
  const inClause = new Map<string, Set<string>>();
  for (const ask of asks.filter(({ strong }) => strong)) {
    inClause.set(placeOf(ask), (inClause.get(placeOf(ask)) ?? new Set()).add(familyOf(ask.id)));
  }
  return asks.filter((ask) => {
    const beside = inClause.get(placeOf(ask)) ?? new Set();
    if (ask.entry.besides?.some((other) => beside.has(other)) === true) return false;
    if (ask.polarity === 'wanted' && ask.entry.elsewhere?.some((other) => anywhere.has(other)) === true) return false;
    if (ask.strong) return true;
    const images = ask.id === 'container-image' && [...beside].some((other) => other !== 'deployment-scripts');
    return !images && !beside.has(familyOf(ask.id));
  });
}

/** Only what is meant in the same way, in the same clause, says better what is meant. */
function placeOf({ clause, polarity }: Ask): string {
  return `${clause} ${polarity}`;
}

/** `terraform:aws` and `terraform` are one family. */
export function familyOf(id: string): string {
  return id.split(':')[0] ?? id;
}

/** True when the clause holds one of these cues. */
export function hasCue(clause: Clause, ...cues: readonly Cue[]): boolean {
  return clause.mentions.some((mention) => isCue(mention, ...cues));
}
