import type { Language, Phrases } from './lexicon/entry.js';
import { LanguageIndex, type Match } from './language-index.js';
import { isCommonElsewhere, type Token } from './tokens.js';

/** A phrase found in a request; `Meaning` is whatever the lexicon says of it. */
export interface Found<Meaning> {
  meanings: readonly Meaning[];
  /** Token positions, the last one excluded. */
  from: number;
  to: number;
  /** True when other words stand between its own. */
  open: boolean;
}

/** Phrases of all languages; those of a language are compiled when a request is first read in it. */
export class PhraseIndex<Meaning> {
  readonly #phrases = new Map<Language | 'any', { list: string; meaning: Meaning }[]>();
  readonly #compiled = new Map<Language | 'any', LanguageIndex<Meaning>>();
  readonly #substitutes: Readonly<Record<string, string>>;

  /** @param substitutes words of phrases that stand for a choice, such as `ENGINE` */
  constructor(substitutes: Readonly<Record<string, string>>) {
    this.#substitutes = substitutes;
  }

  add(phrases: Phrases, meaning: Meaning): void {
    for (const [language, list] of Object.entries(phrases) as [Language | 'any', string][]) {
      const known = this.#phrases.get(language) ?? [];
      known.push({ list, meaning });
      this.#phrases.set(language, known);
    }
  }

  /** True when a word, or one of its stems, occurs in a phrase. */
  knows(word: string, keys: readonly string[], languages: readonly Language[]): boolean {
    return this.#indexes(languages).some((index) => index.knows(word, keys));
  }

  /** The longest phrases, from left to right; phrases with words between do not use those up. */
  find(tokens: readonly Token[], languages: readonly Language[]): readonly Found<Meaning>[] {
    const indexes = this.#indexes(languages);
    const found: Found<Meaning>[] = [];
    let next = 0;
    for (let from = 0; from < tokens.length; from++) {
      const matches: Match<Meaning>[] = [];
      for (const index of indexes) {
        const here = index.matchesAt(tokens, from);
        if (here.length === 0) continue;
        const foreign = index.language === 'en' && isCommonElsewhere(tokens[from]?.word ?? '', languages);
        matches.push(...(foreign ? here.filter(({ to }) => to > from + 1) : here));
      }
      if (matches.length === 0) continue;
      const open = matches.filter((match) => match.open);
      if (open.length > 0) found.push({ ...longest(open), from, open: true });
      const closed = from < next ? [] : matches.filter((match) => !match.open);
      if (closed.length === 0) continue;
      const best = longest(closed);
      found.push({ ...best, from, open: false });
      next = best.to;
    }
    return found;
  }

  #indexes(languages: readonly Language[]): readonly LanguageIndex<Meaning>[] {
    return (['any', ...languages] as const).map((language) => {
      let index = this.#compiled.get(language);
      if (index === undefined) {
        index = new LanguageIndex(language, this.#phrases.get(language) ?? [], this.#substitutes);
        this.#compiled.set(language, index);
      }
      return index;
    });
  }
}

function longest<Meaning>(matches: readonly Match<Meaning>[]) {
  const to = Math.max(...matches.map((match) => match.to));
  return { to, meanings: [...new Set(matches.filter((match) => match.to === to).map(({ meaning }) => meaning))] };
}
