import type { FoundRepository } from './discover.js';
import { refMoved } from './git-error.js';
import { folderMode, parseTree } from './objects.js';
import type { TreeEntry } from './objects.js';
import { readHead } from './read-state.js';

/** What HEAD holds in some folders. */
export interface HeadTrees {
  /** Absent before the first commit. */
  head?: string;
  /** By path from the top, empty for the top, one character a byte; folders that HEAD has not are absent. */
  folders: ReadonlyMap<string, { id: string; entries: readonly TreeEntry[] }>;
}

/** Reads HEAD and the entries of these folders (and no others), by one git process. */
export async function readHeadTrees(repository: FoundRepository, folders: readonly string[]): Promise<HeadTrees> {
  const found = new Map<string, { id: string; entries: readonly TreeEntry[] }>();
  const keep = (folder: string, object: Answer | undefined) => {
    if (object?.type !== 'tree') return;
    found.set(folder, { id: object.id, entries: parseTree(object.bytes, repository.objectFormat) });
  };
  // a question is one line
  const named = folders.filter((folder) => !folder.includes('\n'));
  const [commit, ...trees] = await ask(repository, ['HEAD^{commit}', ...named.map((folder) => `HEAD:${folder}`)]);
  for (const [index, folder] of named.entries()) keep(folder, trees[index]);
  for (const folder of folders.filter((name) => name.includes('\n')).sort((a, b) => a.length - b.length)) {
    const entry = findEntry(found, folder);
    if (entry?.mode === folderMode) keep(folder, (await ask(repository, [entry.id]))[0]);
  }
  if (commit !== undefined) return { head: commit.id, folders: found };
  if ((await readHead(repository.git)) !== undefined) throw refMoved();
  return { folders: new Map() };
}

function findEntry(found: HeadTrees['folders'], path: string): TreeEntry | undefined {
  const slash = path.lastIndexOf('/');
  const above = found.get(path.slice(0, Math.max(slash, 0)));
  return above?.entries.find(({ name }) => name === path.slice(slash + 1));
}

interface Answer {
  id: string;
  type: string;
  bytes: Buffer;
}

/** One answer a question; undefined where there is no such object. Source: git-cat-file(1), "BATCH OUTPUT". */
async function ask({ gitBytes }: FoundRepository, questions: readonly string[]): Promise<(Answer | undefined)[]> {
  const input = Buffer.from(questions.map((question) => `${question}\n`).join(''), 'latin1');
  const output = await gitBytes(['cat-file', '--batch'], { input });
  let at = 0;
  return questions.map(() => {
    const end = output.indexOf('\n', at);
    const [, id, type, size] = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(output.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (id === undefined || type === undefined) return undefined;
    const bytes = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return { id, type, bytes };
  });
}
