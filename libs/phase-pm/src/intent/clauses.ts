/** A part of the request that is understood as a whole; `text` is verbatim, `lower` the same length in lower case. */
export interface Clause {
  text: string;
  lower: string;
  /** True when it says what must not be made. */
  negated: boolean;
}

const negation =
  /\b(?:no|not|without|except(?: for)?|excluding|exclude|skip(?:ping)?|leave out|omit|don'?t|do not|never|avoid|instead of|rather than|sin|sans|ohne|sem|aber kein(?:e[nr]?)?)\b|\bбез\b|不要|不需要/;

/** Separators between clauses: punctuation, line ends, and the words that turn the meaning around. */
const separator = /[,;!?\n。，；、]+|\.(?=\s|$)|\b(?:but|however|though|pero|mais|aber|mas)\b|(?:^|\s)(?:но)(?=\s)/i;

/**
 * Splits a request into clauses. A negation reaches to the end of its clause and over the list that follows it
 * ("no clusters, charts or dashboards"), until a clause with a verb of its own begins.
 */
export function splitClauses(request: string): readonly Clause[] {
  const clauses: Clause[] = [];
  for (const part of splitKeeping(request)) {
    for (const piece of splitAtNegation(part.trim())) {
      if (piece.text === '') continue;
      const previous = clauses.at(-1);
      const continues = !piece.negated && previous?.negated === true && isListItem(piece.text) && !part.turned;
      clauses.push({ text: piece.text, lower: piece.text.toLowerCase(), negated: piece.negated || continues });
    }
  }
  return clauses;
}

interface Part {
  trim(): string;
  turned: boolean;
}

function splitKeeping(request: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = request;
  let turned = false;
  for (;;) {
    const match = separator.exec(rest);
    const text = match === null ? rest : rest.slice(0, match.index);
    parts.push({ trim: () => text.trim(), turned });
    if (match === null) return parts;
    turned = /[a-zа-я]/i.test(match[0]) || match[0].includes('.') || match[0].includes('\n');
    rest = rest.slice(match.index + match[0].length);
  }
}

/** "Add CI without Docker" holds two clauses: what is asked, and what is not wanted. */
function splitAtNegation(text: string): readonly { text: string; negated: boolean }[] {
  const match = negation.exec(text.toLowerCase());
  if (match === null) return [{ text, negated: false }];
  return [
    { text: text.slice(0, match.index).trim(), negated: false },
    { text: text.slice(match.index).trim(), negated: true },
  ];
}

const verb =
  /\b(?:add|create|make|write|set|configure|use|build|deploy|generate|dockeri[sz]e|containeri[sz]e|include|give|provide|need|want|monitor|automate|prepare)\b/i;

function isListItem(text: string): boolean {
  return !verb.test(text) && text.split(/\s+/).length <= 5;
}
