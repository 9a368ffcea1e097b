import { code, text } from '../markdown-text.js';

/** Sentences as one Markdown paragraph: code spans stay, everything else is text. */
export function renderSentences(sentences: readonly string[]): string {
  return sentences.map(renderSentence).join(' ');
}

function renderSentence(sentence: string): string {
  return sentence
    .split(/(`[^`]*`)/)
    .map((part) => {
      if (/^`[^`]+`$/.test(part)) return code(part.slice(1, -1));
      const [before, after] = [/^\s/.test(part) ? ' ' : '', /\s$/.test(part) && part.trim() !== '' ? ' ' : ''];
      return `${before}${text(part.trim())}${after}`;
    })
    .join('')
    .trim();
}
