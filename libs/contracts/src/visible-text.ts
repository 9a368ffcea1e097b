/** Moves a cursor, hides text or turns its direction: control characters but tab and line feed, and invisible marks. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * The text with every character that a reader would not see written as `\uXXXX`, so that what others wrote can be shown on a
 * terminal and in a document. In JSON text the result means the same.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
