import { RunId, RunReport } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { FleetName } from './fleet.js';

/** `waiting`: for an earlier run in the same repository; `queued`: for a free place. */
export const RepositoryState = z.enum(['waiting', 'queued', 'running', 'cancelled', ...RunReport.shape.status.options]);
export type RepositoryState = z.infer<typeof RepositoryState>;

/** How far the newest attempt at one entry is. */
export const RepositoryResult = z
  .strictObject({
    id: FleetName,
    /** Path or URL, secrets taken out. */
    repository: z.string(),
    request: z.string(),
    state: RepositoryState,
    attempt: z.int(),
    runId: RunId,
    /** Key of the step under way; absent when none is. */
    step: z.string().optional(),
    stepsDone: z.int(),
    feature: z.string().optional(),
    /** Branch that holds the commits; absent: the one that was checked out. */
    branch: z.string().optional(),
    commits: z.array(z.strictObject({ sha: z.string(), message: z.string() })),
    /** File with the branch of a clone, for `git pull`. */
    bundle: z.string().optional(),
    /** Status that the run alone would have ended with; absent while it has not ended. */
    exitCode: z.int().optional(),
    /** Why it is not done, one sentence. */
    reason: z.string().optional(),
    /** ISO 8601. */
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
    worker: z.string().optional(),
  })
  .meta({ id: 'RepositoryResult' });
export type RepositoryResult = z.infer<typeof RepositoryResult>;

/** The whole fleet: one result per entry, in the order of the list. */
export const FleetSummary = z
  .strictObject({
    schemaVersion: z.literal(1),
    fleetId: FleetName,
    /** 0 all done, 1 some failed, 75 all that failed may succeed later, 130 some interrupted or not ended. */
    exitCode: z.int(),
    counts: z.record(RepositoryState, z.int()),
    repositories: z.array(RepositoryResult),
  })
  .meta({ id: 'FleetSummary' });
export type FleetSummary = z.infer<typeof FleetSummary>;
