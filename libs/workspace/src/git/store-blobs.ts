import { readRegularFile } from '../read-workspace-file.js';
import type { Change } from './change-trees.js';
import type { FoundRepository } from './discover.js';
import { createObject } from './objects.js';
import type { GitObject } from './objects.js';

export interface Blobs {
  changes: Change[];
  /** Those that git has not been given yet. */
  objects: GitObject[];
}

/** What `git add` would take of the files now, line ends converted as it does, filters switched off. */
export async function readBlobs(root: string, repository: FoundRepository, paths: readonly string[]): Promise<Blobs> {
  const encoded = await findEncoded(repository, paths);
  const blobs: Blobs = { changes: [], objects: [] };
  for (const path of paths) {
    const file = await readRegularFile(root, path);
    const full = repository.prefix + path;
    if (!file) {
      blobs.changes.push({ path: full, mode: '0', id: nullId(repository) });
      continue;
    }
    const mode = file.mode & 0o100 ? '100755' : '100644';
    if (encoded.has(full) || mayConvert(file.bytes)) {
      const hash = ['hash-object', '-w', '--stdin', `--path=${full}`];
      const id = (await repository.git(hash, { input: file.bytes })).trim();
      blobs.changes.push({ path: full, mode, id });
    } else {
      const blob = createObject('blob', file.bytes, repository.objectFormat);
      blobs.objects.push(blob);
      blobs.changes.push({ path: full, mode, id: blob.id });
    }
  }
  return blobs;
}

export function nullId({ objectFormat }: FoundRepository): string {
  return '0'.repeat(objectFormat === 'sha256' ? 64 : 40);
}

/** All that git converts by itself is carriage returns and `$Id$`; source: gitattributes(5), "Checking-out and checking-in". */
function mayConvert(bytes: Buffer): boolean {
  return bytes.includes('\r') || bytes.includes('$Id');
}

/** Paths that an attribute gives another encoding than the one that git stores. */
async function findEncoded({ git, prefix }: FoundRepository, paths: readonly string[]): Promise<Set<string>> {
  const input = paths.map((path) => `${prefix}${path}\0`).join('');
  const fields = (await git(['check-attr', '-z', '--stdin', 'working-tree-encoding'], { input })).split('\0');
  const encoded = new Set<string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    if (!/^(?:unspecified|unset|set)$/.test(fields[at + 2]!)) encoded.add(fields[at]!);
  }
  return encoded;
}
