import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { commonWords } from './lexicon/cues.lexicon.js';
import type { Language } from './lexicon/entry.js';

/** One word of the request, or one Chinese character. */
export interface Token {
  /** Lower case, without accents and apostrophes; spelled right, where it was a typing error. */
  word: string;
  /** What phrases are looked up by: the word, and its stems as `en:deploy`. */
  keys: readonly string[];
  /** Position in the request. */
  start: number;
  end: number;
  /** What separates it from the token before. */
  gap: 'none' | 'clause' | 'sentence';
}

export const stemmers: Readonly<Partial<Record<Language, (word: string) => string>>> = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  pt: portuguese,
  ru: russian,
};

const wordPattern =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['’](?:t|ll|re|ve|s|m|d)(?![\p{L}\p{N}]))?/gu;
const sentenceEnd = /[!?\n。！？;；]|\.\s/;
const clauseEnd = /[,:，、：()[\]—–]|\s-\s/;
// A word longer than any in a lexicon is data, such as a key or a line of one letter.
const longestWord = 40;

/** The word that is meant by a word of the text, given its keys. */
type Correct = (word: string, keys: readonly string[]) => string;

/** The words of a text with their places; linear in its length. */
export function tokenize(text: string, languages: readonly Language[], correct: Correct): Token[] {
  const known = new Map<string, { word: string; keys: readonly string[] }>();
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(wordPattern)) {
    const lower = match[0].toLowerCase();
    let word = known.get(lower);
    if (word === undefined) known.set(lower, (word = readWord(lower, languages, correct)));
    tokens.push({
      ...word,
      start: match.index,
      end: match.index + match[0].length,
      gap: gapOf(text, end, match.index),
    });
    end = match.index + match[0].length;
  }
  return tokens;
}

function readWord(lower: string, languages: readonly Language[], correct: Correct) {
  if (lower.length > longestWord) return { word: lower, keys: [] };
  const written = fold(lower);
  const keys = keysOf(lower, written, languages);
  const word = correct(written, keys);
  return { word, keys: word === written ? keys : keysOf(word, word, languages) };
}

function keysOf(base: string, word: string, languages: readonly Language[]): readonly string[] {
  if (/^\p{Script=Han}/u.test(word)) return [word];
  return [word, ...languages.flatMap((language) => stemKeys(base, language))];
}

/** The stem of a word as a key, as written and without its accents. */
export function stemKeys(word: string, language: Language): readonly string[] {
  const stem = stemmers[language];
  if (stem === undefined) return [];
  const written = `${language}:${fold(stem(word))}`;
  const folded = fold(word);
  if (folded === word) return [written];
  const plain = `${language}:${fold(stem(folded))}`;
  return plain === written ? [written] : [written, plain];
}

/** Lower case without accents and apostrophes, so that `Déployer`, `deployer` and `don’t`, `dont` are the same. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (/^[a-z\d]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .replaceAll('ß', 'ss');
}

function gapOf(text: string, from: number, to: number): Token['gap'] {
  if (to - from <= 1 && (to === from || text[from] === ' ')) return 'none';
  // What stands between two words is punctuation; more than this is a drawing.
  const between = text.slice(from, Math.min(to, from + 80));
  if (sentenceEnd.test(between)) return 'sentence';
  return clauseEnd.test(between) ? 'clause' : 'none';
}

/** English, and the languages whose common words occur most often, where those are others. */
export function detectLanguages(text: string): readonly Language[] {
  const counts = new Map<Language, number>();
  for (const match of text.slice(0, 4000).matchAll(wordPattern)) {
    for (const language of commonIndex().get(fold(match[0])) ?? []) {
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    if (/\p{Script=Cyrillic}/u.test(match[0])) counts.set('ru', (counts.get('ru') ?? 0) + 1);
    else if (/\p{Script=Han}/u.test(match[0])) counts.set('zh', (counts.get('zh') ?? 0) + 1);
    else if (/[ñ¿¡]/iu.test(match[0])) counts.set('es', (counts.get('es') ?? 0) + 1);
    else if (/[ãõ]/iu.test(match[0])) counts.set('pt', (counts.get('pt') ?? 0) + 1);
    else if (/[äöüß]/iu.test(match[0])) counts.set('de', (counts.get('de') ?? 0) + 1);
    else if (/[èêùœ]/iu.test(match[0])) counts.set('fr', (counts.get('fr') ?? 0) + 1);
  }
  const most = Math.max(...counts.values(), 0);
  const others = [...counts].filter(([language, count]) => language !== 'en' && count === most);
  return most > (counts.get('en') ?? 0) ? ['en', ...others.map(([language]) => language)] : ['en'];
}

/** True for a word that says nothing in one of the languages but English, such as the Portuguese `no`. */
export function isCommonElsewhere(word: string, languages: readonly Language[]): boolean {
  return (
    commonIndex()
      .get(word)
      ?.some((language) => language !== 'en' && languages.includes(language)) === true
  );
}

let index: Map<string, Language[]> | undefined;

function commonIndex(): Map<string, Language[]> {
  if (index !== undefined) return index;
  index = new Map();
  for (const [language, words] of Object.entries(commonWords) as [Language, string][]) {
    for (const word of words.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
  }
  return index;
}
