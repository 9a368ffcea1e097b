import type { Language } from './lexicon/entry.js';
import { fold, stemKeys, type Token } from './tokens.js';

/** A phrase that begins at a token, and where it ends. */
export interface Match<Meaning> {
  meaning: Meaning;
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
  words: readonly string[];
  /** Present once the phrase was a candidate: most never are. */
  terms?: readonly Term[];
  open: boolean;
  meaning: Meaning;
}

/** Words that `…` may stand for. */
const longestReach = 5;
const prefixLength = 3;
const none: readonly never[] = [];

/** The phrases of one language by their first word, so that a request is read in one pass. */
export class LanguageIndex<Meaning> {
  readonly language: Language | 'any';
  readonly #byKey = new Map<string, Phrase<Meaning>[]>();
  readonly #byPrefix = new Map<string, Phrase<Meaning>[]>();
  readonly #terms = new Map<string, Term>();
  readonly #vocabulary = new Set<string>();
  readonly #prefixes = new Map<string, string[]>();
  readonly #substitutes: Readonly<Record<string, string>>;

  constructor(
    language: Language | 'any',
    lists: readonly { list: string; meaning: Meaning }[],
    substitutes: Readonly<Record<string, string>>,
  ) {
    this.language = language;
    this.#substitutes = substitutes;
    for (const { list, meaning } of lists) for (const text of list.split(',')) this.#add(text.trim(), meaning);
  }

  knows(word: string, keys: readonly string[]): boolean {
    if (keys.some((key) => this.#vocabulary.has(key))) return true;
    return this.#prefixes.get(word.slice(0, prefixLength))?.some((prefix) => word.startsWith(prefix)) === true;
  }

  /** Every phrase that begins at a token. */
  matchesAt(tokens: readonly Token[], from: number): readonly Match<Meaning>[] {
    const token = tokens[from];
    if (token === undefined) return [];
    const byPrefix = this.#byPrefix.get(token.word.slice(0, prefixLength));
    const byKeys = token.keys.flatMap((key) => this.#byKey.get(key) ?? []);
    if (byPrefix === undefined && byKeys.length === 0) return none;
    const candidates = new Set([...byKeys, ...(byPrefix ?? [])]);
    const matches: Match<Meaning>[] = [];
    for (const phrase of candidates) {
      phrase.terms ??= phrase.words.map((word) => this.#term(word));
      const { meaning, open } = phrase;
      const to = matchTerms(phrase.terms, tokens, from);
      if (to !== undefined) matches.push({ meaning, to, open });
    }
    return matches;
  }

  #add(text: string, meaning: Meaning): void {
    const spaced = this.language === 'zh' ? text.replaceAll(/\p{Script=Han}/gu, ' $& ') : text;
    const words = spaced.split(' ').filter((word) => word !== '');
    this.#file({ words: words.map((word) => this.#substitutes[word] ?? word), open: words.includes('…'), meaning });
    for (const word of words) for (const choice of word.split('|')) this.#vocabulary.add(choice.replace(/^=/, ''));
    // Names are also written in one word: `dockercompose`, `gitlabci`.
    if (this.language === 'any' && words.length > 1 && words.every((word) => /^[a-z\d]+$/.test(word))) {
      this.#file({ words: [words.join('')], open: false, meaning });
    }
  }

  #file(phrase: Phrase<Meaning>): void {
    const { keys, prefixes } = this.#term(phrase.words[0] ?? '');
    for (const key of keys ?? []) append(this.#byKey, key, phrase);
    for (const prefix of prefixes) append(this.#byPrefix, prefix.slice(0, prefixLength), phrase);
  }

  #term(text: string): Term {
    const known = this.#terms.get(text);
    if (known !== undefined) return known;
    const term = termOf(text, this.language);
    this.#terms.set(text, term);
    for (const key of term.keys ?? []) this.#vocabulary.add(key);
    for (const prefix of term.prefixes) append(this.#prefixes, prefix.slice(0, prefixLength), prefix);
    return term;
  }
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
  for (const key of token.keys) if (keys?.has(key) === true) return true;
  return prefixes.some((prefix) => token.word.startsWith(prefix));
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
    // A name has a plural and no other inflection (docking has nothing to do with Docker), and an English word
    // that another language uses keeps its plural there.
    if (language !== 'en' && /^[a-z]+$/.test(word)) keys.add(`${word}s`);
    if (language !== 'any') for (const key of stemKeys(choice.toLowerCase(), language)) keys.add(key);
  }
  return { keys, prefixes };
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
