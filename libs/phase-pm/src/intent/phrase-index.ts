import type { Language, Phrases } from './lexicon/entry.js';
import { fold, isCommonElsewhere, stemKeys, type Token } from './tokens.js';

/** A phrase found in a request; `Meaning` is whatever the lexicon says of it. */
export interface Found<Meaning> {
  meanings: readonly Meaning[];
  /** Token positions, the last one excluded. */
  from: number;
  to: number;
  /** True when other words stand between its own. */
  open: boolean;
}

interface Term {
  /** Words and stems that match; undefined: any of up to `longestReach` words. */
  keys: ReadonlySet<string> | undefined;
  prefixes: readonly string[];
}

interface Phrase<Meaning> {
  language: Language | 'any';
  first: string;
  terms: readonly Term[];
  meaning: Meaning;
}

/** Words that `…` may stand for. */
const longestReach = 5;
const prefixLength = 3;

/** Phrases by their first word, so that a request is read in one pass. */
export class PhraseIndex<Meaning> {
  readonly #byKey = new Map<string, Phrase<Meaning>[]>();
  readonly #byPrefix = new Map<string, Phrase<Meaning>[]>();
  readonly #vocabulary = new Set<string>();
  readonly #prefixes = new Map<string, string[]>();
  readonly #substitutes: Readonly<Record<string, string>>;

  /** @param substitutes words of phrases that stand for a choice, such as `ENGINE` */
  constructor(substitutes: Readonly<Record<string, string>>) {
    this.#substitutes = substitutes;
  }

  add(phrases: Phrases, meaning: Meaning): void {
    for (const [language, list] of Object.entries(phrases) as [Language | 'any', string][]) {
      for (const text of list.split(',')) this.#addPhrase(text.trim(), language, meaning);
    }
  }

  /** True when a word, or one of its stems, occurs in a phrase. */
  knows(word: string, keys: readonly string[]): boolean {
    if (keys.some((key) => this.#vocabulary.has(key))) return true;
    return this.#prefixes.get(word.slice(0, prefixLength))?.some((prefix) => word.startsWith(prefix)) === true;
  }

  /** The longest phrases, from left to right; phrases with words between do not use those up. */
  find(tokens: readonly Token[], languages: readonly Language[]): readonly Found<Meaning>[] {
    const found: Found<Meaning>[] = [];
    let next = 0;
    for (let from = 0; from < tokens.length; from++) {
      const matches = this.#matchesAt(tokens, from, languages);
      const open = matches.filter((match) => match.open);
      if (open.length > 0) found.push({ ...longest(open), from, open: true });
      if (from < next) continue;
      const closed = matches.filter((match) => !match.open);
      if (closed.length === 0) continue;
      const best = longest(closed);
      found.push({ ...best, from, open: false });
      next = best.to;
    }
    return found;
  }

  #addPhrase(text: string, language: Language | 'any', meaning: Meaning): void {
    const spaced = language === 'zh' ? text.replaceAll(/\p{Script=Han}/gu, ' $& ') : text;
    const words = spaced.split(' ').filter((word) => word !== '');
    const terms = words.map((word) => termOf(this.#substitutes[word] ?? word, language));
    for (const { keys, prefixes } of terms) {
      for (const key of keys ?? []) this.#vocabulary.add(key);
      for (const prefix of prefixes) append(this.#prefixes, prefix.slice(0, prefixLength), prefix);
    }
    this.#file({ language, first: words[0] ?? '', terms, meaning });
    // Names are also written in one word: `dockercompose`, `gitlabci`.
    if (language === 'any' && words.length > 1 && words.every((word) => /^[a-z\d]+$/.test(word))) {
      const joined = words.join('');
      this.#file({ language, first: joined, terms: [termOf(joined, language)], meaning });
    }
  }

  #file(phrase: Phrase<Meaning>): void {
    const [first] = phrase.terms;
    for (const key of first?.keys ?? []) append(this.#byKey, key, phrase);
    for (const prefix of first?.prefixes ?? []) append(this.#byPrefix, prefix.slice(0, prefixLength), phrase);
  }

  #matchesAt(tokens: readonly Token[], from: number, languages: readonly Language[]) {
    const token = tokens[from];
    if (token === undefined) return [];
    const candidates = new Set(token.keys.flatMap((key) => this.#byKey.get(key) ?? []));
    for (const phrase of this.#byPrefix.get(token.word.slice(0, prefixLength)) ?? []) candidates.add(phrase);
    return [...candidates].flatMap((phrase) => {
      if (phrase.language !== 'any' && !languages.includes(phrase.language)) return [];
      const single = phrase.language === 'en' && phrase.terms.length === 1;
      if (single && isCommonElsewhere(token.word, languages)) return [];
      const to = matchTerms(phrase.terms, tokens, from);
      return to === undefined
        ? []
        : [{ meaning: phrase.meaning, to, open: phrase.terms.length < to - from || isOpen(phrase) }];
    });
  }
}

function isOpen(phrase: Phrase<unknown>): boolean {
  return phrase.terms.some(({ keys }) => keys === undefined);
}

function longest<Meaning>(matches: readonly { meaning: Meaning; to: number }[]) {
  const to = Math.max(...matches.map((match) => match.to));
  return { to, meanings: [...new Set(matches.filter((match) => match.to === to).map(({ meaning }) => meaning))] };
}

/** Where the phrase ends when it begins at `from`; never across the end of a clause. */
function matchTerms(terms: readonly Term[], tokens: readonly Token[], from: number): number | undefined {
  let position = from;
  let reach = 0;
  for (const term of terms) {
    if (term.keys === undefined) {
      reach = longestReach;
      continue;
    }
    let skipped = 0;
    for (;;) {
      const token = tokens[position];
      if (token === undefined || (position > from && token.gap !== 'none')) return undefined;
      position++;
      if (matchesTerm(term, token)) break;
      if (++skipped > reach) return undefined;
    }
    reach = 0;
  }
  return position;
}

function matchesTerm({ keys, prefixes }: Term, token: Token): boolean {
  return token.keys.some((key) => keys?.has(key)) || prefixes.some((prefix) => token.word.startsWith(prefix));
}

function termOf(text: string, language: Language | 'any'): Term {
  if (text === '…') return { keys: undefined, prefixes: [] };
  const keys = new Set<string>();
  const prefixes: string[] = [];
  for (const choice of text.split('|')) {
    const word = fold(choice.replaceAll(/[=*]/g, ''));
    if (choice.endsWith('*')) prefixes.push(word);
    else keys.add(word);
    if (/[=*]/.test(choice)) continue;
    if (language === 'any') {
      // A name has a plural and no other inflection: terraforming has nothing to do with Terraform.
      keys.add(`${word}s`);
      continue;
    }
    // English words keep their English plural in the other languages: `scripts de despliegue`.
    for (const key of stemKeys(choice.toLowerCase(), language)) keys.add(key);
    const english = `en:${word}`;
    if (stemKeys(word, 'en').includes(english)) keys.add(english);
  }
  return { keys, prefixes };
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
