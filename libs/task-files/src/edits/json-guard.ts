/** True when `merged` is no JSON, or names a member twice, and all of `sides` are JSON that names each once. */
export function breaksJson(merged: string, sides: readonly string[]): boolean {
  return sides.every(isSound) && !isSound(merged);
}

function isSound(text: string): boolean {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return countMembers(JSON.parse(plain)) === countNames(plain);
  } catch {
    return false;
  }
}

/** Members that are left after parsing: of two with one name, only the last. */
function countMembers(root: unknown): number {
  let count = 0;
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inside: unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += inside.length;
    for (const item of inside) open.push(item);
  }
  return count;
}

/** Names written in a text that is known to be JSON: strings with a colon behind. */
function countNames(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)) if (colon === ':') count += 1;
  return count;
}
