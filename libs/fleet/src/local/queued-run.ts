import { redactSecrets } from '@devops-orchestrator/workspace';
import type { FleetRun } from '../documents/fleet.js';
import type { RepositoryResult } from '../documents/summary.js';
import { repositoryKey } from '../fleet-list/read-fleet.js';
import type { StoredRun } from './fleet-folder.js';

/** A new attempt that nobody has begun. */
export function queuedRun(run: FleetRun, position: number, notBefore?: Date): StoredRun {
  const { entry, attempt, runId } = run;
  const result: RepositoryResult = {
    id: entry.id,
    repository: redactSecrets(repositoryKey(entry.location)),
    request: entry.request,
    state: 'queued',
    attempt,
    runId,
    stepsDone: 0,
    commits: [],
  };
  return {
    schemaVersion: 1,
    position,
    run,
    result,
    executions: 0,
    ...(notBefore === undefined ? {} : { notBefore: notBefore.toISOString() }),
  };
}
