import { safeParts } from '../path-safety.js';
import type { Change } from './change-trees.js';
import { discover } from './discover.js';
import type { FoundRepository } from './discover.js';
import { readHead } from './read-state.js';
import { nullId } from './store-blobs.js';
import { putIntoIndex, readIndex } from './user-index.js';

/** Makes the user's index hold the paths as HEAD has them, or not at all; other entries and the work tree stay. */
export async function unstage(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) safeParts(path);
  const found = await discover(root);
  if (found.kind !== 'work-tree' || paths.length === 0) return;
  const { repository } = found;
  const full = [...new Set(paths)].sort().map((path) => repository.prefix + path);
  const [staged, committed] = await Promise.all([
    readIndex(repository.git, full, nullId(repository)),
    readCommitted(repository, full),
  ]);
  const wanted = committed.filter(({ mode, id }, at) => mode !== staged[at]?.mode || id !== staged[at].id);
  if (wanted.length > 0) await putIntoIndex(repository.git, wanted);
}

/** What HEAD holds at the paths, in their order. */
async function readCommitted(repository: FoundRepository, paths: readonly string[]): Promise<Change[]> {
  const entries = new Map(paths.map((path) => [path, { path, mode: '0', id: nullId(repository) }]));
  const head = await readHead(repository.git);
  if (head === undefined) return [...entries.values()];
  const listed = await repository.git(['ls-tree', '-z', '--full-tree', head, '--', ...paths]);
  for (const line of listed.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (entries.has(path)) entries.set(path, { path, mode, id });
  }
  return [...entries.values()];
}
