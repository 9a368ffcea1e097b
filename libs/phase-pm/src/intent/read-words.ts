import { deliveryEntries } from './lexicon/capabilities.lexicon.js';
import { cueEntries } from './lexicon/cues.lexicon.js';
import type { CapabilityEntry, Cue, Language } from './lexicon/entry.js';
import { databaseEngines, operationsEntries } from './lexicon/operations.lexicon.js';
import { ciEntries, platformEntries } from './lexicon/platforms.lexicon.js';
import { environmentEntries, targetEntries } from './lexicon/targets.lexicon.js';
import { type Found, PhraseIndex } from './phrase-index.js';
import { correctSpelling } from './spelling.js';
import { detectLanguages, type Token, tokenize } from './tokens.js';

/** What a phrase of the lexicon says. */
export type Meaning =
  | { kind: 'capability'; entry: CapabilityEntry; strength: (typeof strengths)[number] }
  | { kind: 'target'; field: 'cloud' | 'ci' | 'registry' | 'strategy'; value: string }
  | { kind: 'environment'; value: string; named: boolean }
  | { kind: 'cue'; cue: Cue };

/** A request as words, and the phrases of the lexicon in it. */
export interface Words {
  request: string;
  languages: readonly Language[];
  tokens: readonly Token[];
  found: readonly Found<Meaning>[];
}

export const capabilityEntries: readonly CapabilityEntry[] = [
  ...deliveryEntries,
  ...ciEntries,
  ...operationsEntries,
  ...platformEntries,
];
const strengths = ['strong', 'soft', 'weak', 'faint', 'excludable'] as const;
let compiled: { all: PhraseIndex<Meaning>; targets: PhraseIndex<Meaning> } | undefined;

/** Reads the words of a request; the lexicon is compiled at the first call. */
export function readWords(request: string): Words {
  const { all, targets } = (compiled ??= { all: compileLexicon(), targets: compileTargets() });
  const languages = detectLanguages(request);
  const tokens = tokenize(request, languages, (word, keys) =>
    all.knows(word, keys, languages) ? word : correctSpelling(word),
  );
  // A target also counts within a longer phrase ("GitLab pipeline", "canary release"), so it is looked for by itself.
  const asked = all.find(tokens, languages).flatMap((phrase) => {
    const meanings = phrase.meanings.filter(({ kind }) => !isTarget(kind));
    return meanings.length === 0 ? [] : [{ ...phrase, meanings }];
  });
  const found = [...asked, ...targets.find(tokens, languages)].sort((a, b) => a.from - b.from);
  return { request, languages, tokens, found };
}

function isTarget(kind: Meaning['kind']): boolean {
  return kind === 'target' || kind === 'environment';
}

/** The words of the request from one token up to another, as they were written. */
export function phraseOf({ request, tokens }: Words, { from, to }: { from: number; to: number }): string {
  return request.slice(tokens[from]?.start, tokens[to - 1]?.end);
}

/** True when the phrase found is a cue of this kind. */
export function isCue({ meanings }: Found<Meaning>, ...cues: readonly Cue[]): boolean {
  return meanings.some((meaning) => meaning.kind === 'cue' && cues.includes(meaning.cue));
}

function compileLexicon(): PhraseIndex<Meaning> {
  // Targets are in it, too, so that "Docker Hub" is not read as a wish for Docker.
  const index = compileTargets();
  for (const entry of capabilityEntries) {
    for (const strength of strengths) {
      const phrases = entry[strength];
      if (phrases !== undefined) index.add(phrases, { kind: 'capability', entry, strength });
    }
  }
  for (const { cue, phrases } of cueEntries) index.add(phrases, { kind: 'cue', cue });
  return index;
}

function compileTargets(): PhraseIndex<Meaning> {
  const index = new PhraseIndex<Meaning>({ ENGINE: databaseEngines });
  for (const { field, value, phrases } of targetEntries) index.add(phrases, { kind: 'target', field, value });
  for (const { value, named, plain } of environmentEntries) {
    if (named !== undefined) index.add(named, { kind: 'environment', value, named: true });
    if (plain !== undefined) index.add(plain, { kind: 'environment', value, named: false });
  }
  return index;
}
