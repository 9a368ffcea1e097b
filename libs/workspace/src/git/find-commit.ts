import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { Commit, CommitTrailers } from '@devops-orchestrator/contracts';
import { parseCommitMessage, renderTrailers } from './commit-message.js';
import { discover } from './discover.js';
import { readHead } from './read-state.js';

/** More than the commits of any run, and few enough to read in milliseconds. */
const maximumCommits = 1000;

/** Newest commit reachable from HEAD that ends in all of these trailers; what stands above its last paragraph is prose. */
export async function findCommit(root: string, trailers: CommitTrailers): Promise<Commit | undefined> {
  const wanted = renderTrailers(trailers);
  if (wanted.length === 0) {
    throw new OrchestratorError('contract-violated', 'Expected a trailer to find a commit by, found none.', {
      hint: 'Name at least one trailer.',
    });
  }
  const found = await discover(root);
  if (found.kind !== 'work-tree') return undefined;
  const { git } = found.repository;
  const head = await readHead(git);
  if (head === undefined) return undefined;
  const walk = ['rev-list', `--max-count=${maximumCommits}`, '--encoding=UTF-8', '--format=%B%x00', head];
  for (const record of (await git(walk)).split('\0\n')) {
    const end = record.indexOf('\n');
    const commit = parseCommitMessage(record.slice(end + 1));
    if (end !== -1 && wanted.every((line) => commit.trailers.has(line))) {
      return { sha: record.slice('commit '.length, end), message: commit.message };
    }
  }
  return undefined;
}
