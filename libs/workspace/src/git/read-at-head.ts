import { createHash } from 'node:crypto';
import { safeParts } from '../path-safety.js';
import { discover } from './discover.js';
import { readHead } from './read-state.js';

const maximumBytes = 16 * 1024 * 1024;

/** Text of a regular file as HEAD has it; undefined for no file, a link, a submodule, what is no UTF-8 text, or too long. */
export async function readAtHead(root: string, path: string): Promise<string | undefined> {
  safeParts(path);
  const found = await discover(root);
  if (found.kind !== 'work-tree') return undefined;
  const { git, prefix } = found.repository;
  const head = await readHead(git);
  if (head === undefined) return undefined;
  const listed = await git(['ls-tree', '-z', '-l', '--full-tree', head, '--', prefix + path]);
  const [mode = '', , sha = '', size = ''] = listed.slice(0, listed.indexOf('\t')).split(/ +/);
  if (!mode.startsWith('100') || Number(size) > maximumBytes) return undefined;
  const text = await git(['cat-file', 'blob', sha]);
  return !text.includes('\0') && blobId(text, sha.length) === sha ? text : undefined;
}

/** Name that git gives to these bytes: text that was decoded with loss has another one. */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
