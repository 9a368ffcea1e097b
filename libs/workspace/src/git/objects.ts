import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export type ObjectFormat = 'sha1' | 'sha256';

/** Source: gitformat-pack(5). */
const typeNumber = { commit: 1, tree: 2, blob: 3 } as const;

/** What git stores under the hash of its type, length and bytes. Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export interface GitObject {
  type: keyof typeof typeNumber;
  bytes: Buffer;
  id: string;
}

/** An entry of a folder. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000`, `40000`, `160000`, or what an old git wrote. */
  mode: string;
  /** One character a byte: names need not be UTF-8. */
  name: string;
  id: string;
}

export const folderMode = '40000';

export function createObject(type: GitObject['type'], bytes: Buffer, format: ObjectFormat): GitObject {
  const hash = createHash(format).update(`${type} ${bytes.length}\0`).update(bytes);
  return { type, bytes, id: hash.digest('hex') };
}

/** Entries of a tree in git's order: as bytes, folders as if their names ended in a slash. */
export function renderTree(entries: Iterable<TreeEntry>): Buffer {
  const key = ({ name, mode }: TreeEntry) => (mode === folderMode ? `${name}/` : name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex')]),
  );
}

/** Reads the bytes of a tree. */
export function parseTree(bytes: Buffer, format: ObjectFormat): TreeEntry[] {
  const idLength = format === 'sha256' ? 32 : 20;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString('latin1', at, space);
    at = end + 1 + idLength;
    entries.push({ mode, name: bytes.toString('latin1', space + 1, end), id: bytes.toString('hex', end + 1, at) });
  }
  return entries;
}

/** A pack of whole objects, as `git unpack-objects` reads it. Source: gitformat-pack(5). */
export function renderPack(objects: readonly GitObject[], format: ObjectFormat): Buffer {
  const start = Buffer.alloc(12);
  start.write('PACK');
  start.writeUInt32BE(2, 4);
  start.writeUInt32BE(objects.length, 8);
  const body = [start, ...objects.flatMap((object) => [packHeader(object), deflateSync(object.bytes, { level: 1 })])];
  const hash = createHash(format);
  for (const part of body) hash.update(part);
  return Buffer.concat([...body, hash.digest()]);
}

/** Type and length: four bits of it beside the type, then seven a byte, the lowest first. */
function packHeader({ type, bytes }: GitObject): Buffer {
  const header = [(typeNumber[type] << 4) | (bytes.length & 15)];
  for (let rest = Math.floor(bytes.length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    header[header.length - 1]! |= 0x80;
    header.push(rest & 127);
  }
  return Buffer.from(header);
}
