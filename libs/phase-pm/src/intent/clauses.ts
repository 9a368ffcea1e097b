import type { Found } from './phrase-index.js';
import { pronounWords } from './lexicon/cues.lexicon.js';
import { isCue, type Meaning, type Words } from './read-words.js';

/** How what a clause names is meant. */
export type Polarity = 'wanted' | 'excluded' | 'background';

export interface Mention extends Found<Meaning> {
  polarity: Polarity;
}

const pronouns = new Set(pronounWords.split(' '));

/** A part of the request that is understood as a whole: token positions, the last one excluded. */
export interface Clause {
  from: number;
  to: number;
  /** True when a sentence or a turn ("but") begins here: a negation before it does not reach over. */
  turned: boolean;
  mentions: readonly Mention[];
  /** True when a negation reaches to its end. */
  negated: boolean;
}

/**
 * Splits a request into clauses and says how each phrase in them is meant. A negation reaches to the end of its clause and
 * over the list that follows it ("no clusters, charts or dashboards"), until a clause with a verb of its own begins.
 */
export function readClauses(words: Words): readonly Clause[] {
  const clauses: Clause[] = [];
  let next = 0;
  for (const span of spansOf(words)) {
    const first = next;
    while ((words.found[next]?.from ?? Infinity) < span.to) next++;
    const found = words.found.slice(first, next);
    const previous = clauses.at(-1);
    const continues = previous?.negated === true && !span.turned && isListItem(found, span);
    const read = continues ? { mentions: as(found, 'excluded'), negated: true } : readPolarity(words, span, found);
    if (read.pronoun === true && previous !== undefined) exclude(clauses);
    clauses.push({ ...span, mentions: read.mentions, negated: read.negated });
  }
  return clauses;
}

interface Span {
  from: number;
  to: number;
  turned: boolean;
}

/** Clauses end at punctuation, at the words that turn the meaning around, and before "and" with a verb. */
function spansOf({ tokens, found }: Words): readonly Span[] {
  const starts = new Map<number, boolean>([[0, true]]);
  tokens.forEach(({ gap }, position) => {
    if (gap !== 'none') starts.set(position, gap === 'sentence');
  });
  const verbs = new Set(found.filter((phrase) => isCue(phrase, 'verb')).map(({ from }) => from));
  for (const phrase of found) {
    if (isCue(phrase, 'turn')) starts.set(phrase.from, true);
    if (isCue(phrase, 'and') && verbs.has(phrase.to) && !starts.has(phrase.from)) starts.set(phrase.from, true);
  }
  const ordered = [...starts].sort(([a], [b]) => a - b);
  return ordered.flatMap(([from, turned], index) => {
    const to = ordered[index + 1]?.[0] ?? tokens.length;
    return to > from ? [{ from, to, turned }] : [];
  });
}

function isListItem(found: readonly Found<Meaning>[], { from, to }: Span): boolean {
  return to - from <= 5 && !found.some((phrase) => isCue(phrase, 'verb', 'only', 'affirmation'));
}

interface ReadPolarity {
  mentions: readonly Mention[];
  negated: boolean;
  /** True for "leave that out": what the clauses before named is meant. */
  pronoun?: boolean;
}

function readPolarity(words: Words, span: Span, found: readonly Found<Meaning>[]): ReadPolarity {
  if (found.some((phrase) => isCue(phrase, 'background'))) return { mentions: as(found, 'background'), negated: false };
  const negation = found.find(isNegation);
  if (negation === undefined) return { mentions: markSource(found), negated: false };
  if (negation.open) return excludeWithin(words, span, found, negation);
  const { excluded, open } = excludedBy(found);
  if (!isCue(negation, 'untouched') || [...excluded].some(isNamed)) {
    return {
      mentions: found.map((phrase) => meant(phrase, excluded.has(phrase) ? 'excluded' : 'wanted')),
      negated: open,
    };
  }
  // "The compose file must not change" names before it negates; "do not change it" names in the clause before.
  const named = found.some(isNamed);
  return {
    mentions: as(found, named ? 'excluded' : 'wanted'),
    negated: false,
    pronoun: !named && hasPronoun(words, span),
  };
}

function hasPronoun({ tokens }: Words, { from, to }: Span): boolean {
  return tokens.slice(from, to).some(({ word }) => pronouns.has(word));
}

/**
 * What stands after a negation, up to a verb that begins a wish of its own ("instead of Helm use Kustomize"); the verb of a
 * negation is none ("never use Helm"). `open`: it reaches to the end.
 */
function excludedBy(found: readonly Found<Meaning>[]): { excluded: ReadonlySet<Found<Meaning>>; open: boolean } {
  const excluded = new Set<Found<Meaning>>();
  let negating = false;
  let named = false;
  for (const phrase of found) {
    if (isNegation(phrase)) [negating, named] = [true, false];
    else if (negating && named && isCue(phrase, 'verb')) negating = false;
    else if (negating) {
      excluded.add(phrase);
      named ||= isNamed(phrase);
    }
  }
  return { excluded, open: negating };
}

function excludeWithin(
  words: Words,
  span: Span,
  found: readonly Found<Meaning>[],
  negation: Found<Meaning>,
): ReadPolarity {
  const within = found.filter(({ from }) => from > negation.from && from < negation.to);
  const mentions = found.map((phrase) => meant(phrase, within.includes(phrase) ? 'excluded' : 'wanted'));
  return { mentions, negated: false, pronoun: !within.some(isNamed) && hasPronoun(words, span) };
}

/** "Convert the compose file to a chart": the source of a conversion is not what is asked for. */
function markSource(found: readonly Found<Meaning>[]): readonly Mention[] {
  const conversion = found.find((phrase) => isCue(phrase, 'conversion'));
  if (conversion === undefined) return as(found, 'wanted');
  const source = found.find((phrase) => phrase.from >= conversion.to && isNamed(phrase));
  const into = found.find((phrase) => source !== undefined && phrase.from >= source.to && isCue(phrase, 'into'));
  if (into === undefined) return as(found, 'wanted');
  const isSource = ({ from, to }: Found<Meaning>) => from >= conversion.to && to <= into.from;
  return found.map((phrase) => meant(phrase, isSource(phrase) ? 'background' : 'wanted'));
}

/** What one of the last clauses named is excluded. */
function exclude(clauses: Clause[]): void {
  const recent = clauses.slice(-3).findLastIndex(({ mentions }) => mentions.some(isNamed));
  const index = recent + Math.max(0, clauses.length - 3);
  const clause = recent === -1 ? undefined : clauses[index];
  if (clause !== undefined) clauses[index] = { ...clause, mentions: as(clause.mentions, 'excluded') };
}

function isNegation(phrase: Found<Meaning>): boolean {
  return isCue(phrase, 'negation', 'untouched', 'except');
}

function meant(phrase: Found<Meaning>, polarity: Polarity): Mention {
  return { ...phrase, polarity };
}

function as(found: readonly Found<Meaning>[], polarity: Polarity): readonly Mention[] {
  return found.map((phrase) => meant(phrase, polarity));
}

function isNamed({ meanings }: Found<Meaning>): boolean {
  return meanings.some(({ kind }) => kind === 'capability' || kind === 'target');
}
