import type { Clause, Mention } from './clauses.js';
import type { CapabilityEntry, Cue } from './lexicon/entry.js';
import { isCue, phraseOf, type Words } from './read-words.js';

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

/**
 * What the clauses name. Strong words ask by themselves; weak ones where the request is about infrastructure, faint ones
 * where it names some, and neither in a clause about the application. Words that only say how another capability is meant
 * ask for nothing of their own.
 */
export function readAsks(words: Words, clauses: readonly Clause[]): readonly Ask[] {
  const strong = clauses.map((clause, index) => asksOf(words, clause, index, strongIn(clause)));
  const named = strong.some((asks) => asks.length > 0) || clauses.some(statesTarget);
  const about = named || clauses.some((clause) => hasCue(clause, 'infrastructure', 'everything'));
  const others = [...(about ? ['weak', 'excludable'] : []), ...(named ? ['faint'] : [])];
  const asks = clauses.flatMap((clause, index) => {
    const found = strong[index] ?? [];
    const aboutApplication = found.length === 0 && hasCue(clause, 'application');
    return aboutApplication ? found : [...found, ...asksOf(words, clause, index, others)];
  });
  return withoutOvershadowed(asks);
}

/** Soft words are strong ones, but not beside a part of the application. */
function strongIn(clause: Clause): readonly string[] {
  const ofApplication = hasCue(clause, 'screen', 'application') && !hasCue(clause, 'negation', 'untouched', 'except');
  return ofApplication ? ['strong'] : ['strong', 'soft'];
}

function statesTarget({ mentions }: Clause): boolean {
  return mentions.some(({ meanings }) => meanings.some(({ kind }) => kind === 'target'));
}

function asksOf(words: Words, clause: Clause, index: number, strengths: readonly string[]): readonly Ask[] {
  return clause.mentions.flatMap((mention) =>
    mention.meanings
      .filter((meaning) => meaning.kind === 'capability')
      .filter(({ strength }) => strengths.includes(strength))
      .filter(({ strength }) => strength !== 'excludable' || mention.polarity === 'excluded')
      .map(({ entry, strength }) => ({
        id: mention.polarity === 'excluded' ? (entry.part ?? entry.id) : entry.id,
        phrase: phraseOf(words, mention),
        polarity: mention.polarity,
        entry,
        clause: index,
        strong: strength === 'strong' || strength === 'soft',
      })),
  );
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

/** `ci:github` and `ci:gitlab` are one family. */
export function familyOf(id: string): string {
  return id.split(':')[0] ?? id;
}

/** True when the clause holds one of these cues. */
export function hasCue(clause: Clause, ...cues: readonly Cue[]): boolean {
  return clause.mentions.some((mention) => isCue(mention, ...cues));
}
