import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decodeText } from './decode-text.js';

const maximumBytes = 2 * 1024 * 1024;
/** A FIFO does not block, a symbolic link is not followed. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Text of a regular file; undefined when it is missing, something else, over 2 MiB, binary or in another encoding. */
export function readTextFile(absolute: string): string | undefined {
  let file: number;
  try {
    file = openSync(absolute, flags);
  } catch {
    return undefined;
  }
  try {
    const bytes = readRegular(file);
    return bytes && decodeText(bytes);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** Reads no more than was there when it was opened: a file that grows does not grow the answer. */
function readRegular(file: number): Uint8Array | undefined {
  const stats = fstatSync(file);
  if (!stats.isFile() || stats.size > maximumBytes) return undefined;
  const bytes = Buffer.alloc(stats.size);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
