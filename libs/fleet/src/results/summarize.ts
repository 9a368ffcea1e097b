import { exitStatus } from '@devops-orchestrator/contracts';
import { type FleetSummary, type RepositoryResult, RepositoryState } from '../documents/summary.js';

/** The whole of a fleet from its parts. */
export function summarize(fleetId: string, repositories: readonly RepositoryResult[]): FleetSummary {
  const counts = Object.fromEntries(RepositoryState.options.map((state) => [state, 0])) as FleetSummary['counts'];
  for (const { state } of repositories) counts[state] += 1;
  return { schemaVersion: 1, fleetId, exitCode: exitCodeOf(repositories), counts, repositories: [...repositories] };
}

/** True when nothing more happens to it without a retry. */
export function hasEnded({ state }: RepositoryResult): boolean {
  return state !== 'waiting' && state !== 'queued' && state !== 'running';
}

function exitCodeOf(repositories: readonly RepositoryResult[]): number {
  const failed = repositories.filter(({ state }) => state === 'failed' || state === 'refused' || state === 'cancelled');
  const unfinished = repositories.some((result) => !hasEnded(result) || result.state === 'interrupted');
  if (unfinished) return exitStatus.interrupted;
  if (failed.length === 0) return 0;
  return failed.every(({ exitCode }) => exitCode === exitStatus.transient) ? exitStatus.transient : 1;
}
