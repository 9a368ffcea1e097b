import type { Component, IntentTargets } from '@devops-orchestrator/contracts';
import type { Ask } from './ask-capabilities.js';
import type { Clause } from './clauses.js';
import { commonWords, fillerWords } from './lexicon/cues.lexicon.js';
import type { Language } from './lexicon/entry.js';
import { statedPhrases } from './read-targets.js';
import { isCue, phraseOf, type Words } from './read-words.js';
import { fold } from './tokens.js';

const fillers = new Set(fillerWords.split(' ').map(fold));

/** Clauses, verbatim, that hold words with content and from which nothing was taken. */
export function notUnderstood(
  words: Words,
  clauses: readonly Clause[],
  asks: readonly Ask[],
  components: readonly Component[],
  targets: IntentTargets | undefined,
): string[] {
  const understood = new Set(asks.map(({ clause }) => clause));
  const names = new Set(components.flatMap(({ id, name, path }) => [id, name, path].flatMap(partsOf)));
  const empty = new Set(words.languages.flatMap((language: Language) => commonWords[language].split(' ')).map(fold));
  const stated = statedPhrases(targets ?? {});
  return clauses
    .filter((clause, index) => !understood.has(index) && !isUnderstood(clause))
    .filter(({ from, to }) =>
      words.tokens
        .slice(from, to)
        .some(({ word }) => !fillers.has(word) && !names.has(word) && !empty.has(word) && !/^\d+$/.test(word)),
    )
    .map((clause) => phraseOf(words, clause))
    .filter((text) => !stated.some((phrase) => text.includes(phrase)));
}

/** A clause says something also by a target, or by asking for everything. */
function isUnderstood({ mentions }: Clause): boolean {
  return mentions.some(
    (mention) =>
      isCue(mention, 'everything') || mention.meanings.some(({ kind }) => kind === 'target' || kind === 'environment'),
  );
}

function partsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).map(fold);
}
