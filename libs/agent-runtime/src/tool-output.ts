/**
 * Escape sequences of terminals, control characters, and characters that are not seen but read by a model: tags
 * (U+E0000 to U+E007F), bidirectional controls, zero-width spaces. Joiners stay: emoji and scripts need them.
 */
const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;
const loneSurrogates = /[\ud800-\udfff]/gu;

/** A tool's text as a model gets it: only what a person would see, and not more than `limit` characters of it. */
export function presentOutput(text: string, limit: number): string {
  const visible = text.replace(terminalSequences, '').replace(unseen, '').replace(loneSurrogates, '\ufffd');
  return withoutMiddle(visible, limit);
}

/** The beginning and the end of a long text: errors stand at the end, their cause at the beginning. */
function withoutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit / 2);
  const left = text.length - limit;
  const joined = `${text.slice(0, head)}\n[… ${left} characters left out …]\n${text.slice(text.length - (limit - head))}`;
  return joined.replace(loneSurrogates, '\ufffd');
}
