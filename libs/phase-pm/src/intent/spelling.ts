import { distance } from 'fastest-levenshtein';
import { ordinaryWords, spelledWords } from './lexicon/spelling.lexicon.js';

/** From this length of both words on two errors are forgiven, below it one; shorter words than the second number none. */
const twoErrors = 9;
const oneError = 5;

const byFirstLetter = new Map<string, string[]>();
const settled = new Set([...spelledWords, ...ordinaryWords]);
for (const word of spelledWords) {
  const first = word.charAt(0);
  byFirstLetter.set(first, [...(byFirstLetter.get(first) ?? []), word]);
}

/**
 * The word of the trade that was meant where a word is a typing error of it (`kuberntes`, `actoins`), else the word itself.
 * The first letter must be right, as it nearly always is, and an ordinary word (`composer`) is never an error.
 */
export function correctSpelling(word: string): string {
  if (word.length < oneError || settled.has(word)) return word;
  let best = word;
  let least = Infinity;
  for (const candidate of byFirstLetter.get(word.charAt(0)) ?? []) {
    const allowed = Math.min(word.length, candidate.length) >= twoErrors ? 2 : 1;
    if (candidate.length < oneError || Math.abs(candidate.length - word.length) > allowed) continue;
    const errors = isSwapped(word, candidate) ? 1 : distance(word, candidate);
    if (errors <= allowed && errors < least) [best, least] = [candidate, errors];
  }
  return best;
}

/** Two neighbouring letters changed places: one error, which the Levenshtein distance counts as two. */
function isSwapped(word: string, candidate: string): boolean {
  if (word.length !== candidate.length) return false;
  let index = 0;
  while (index < word.length && word[index] === candidate[index]) index++;
  return (
    word[index] === candidate[index + 1] &&
    word[index + 1] === candidate[index] &&
    word.slice(index + 2) === candidate.slice(index + 2)
  );
}
