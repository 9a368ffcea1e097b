import { EngineChoice, OrchestrationRequest, RunId, VerifyMode } from '@devops-orchestrator/contracts';
import { z } from 'zod';

/** Where the repository of a run is. */
export const RepositoryLocation = z.discriminatedUnion('kind', [
  /** Absolute path without links; the run works in it. */
  z.strictObject({ kind: z.literal('path'), path: z.string() }),
  /** Cloned into the work folder; carries no password. */
  z.strictObject({ kind: z.literal('url'), url: z.string() }),
]);
export type RepositoryLocation = z.infer<typeof RepositoryLocation>;

/** Names files, branches and rows: no separator, no leading dot or dash. */
export const FleetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/)
  .max(63);

/** Higher goes first. */
export const Priority = z.int().min(0).max(1000);

/** One repository and what is wanted for it. */
export const FleetEntry = z
  .strictObject({
    /** Unique in the fleet. */
    id: FleetName,
    location: RepositoryLocation,
    request: z.string().min(1),
    feature: OrchestrationRequest.shape.feature,
    engine: EngineChoice,
    verify: VerifyMode,
    commit: z.boolean(),
    /** Commits go to this branch; absent: the one that is checked out, for a clone `devops-orchestrator/<run id>`. */
    branch: z.string().optional(),
    priority: Priority,
    /** True: the branch of a clone is pushed to where it came from. */
    push: z.boolean(),
  })
  .meta({ id: 'FleetEntry' });
export type FleetEntry = z.infer<typeof FleetEntry>;

/** All that is to be done, in the order of the list. */
export const Fleet = z
  .strictObject({ schemaVersion: z.literal(1), fleetId: FleetName, entries: z.array(FleetEntry).min(1) })
  .meta({ id: 'Fleet' });
export type Fleet = z.infer<typeof Fleet>;

/** One attempt at one entry. */
export const FleetRun = z
  .strictObject({
    schemaVersion: z.literal(1),
    fleetId: FleetName,
    /** 1 for the first. */
    attempt: z.int().min(1),
    runId: RunId,
    entry: FleetEntry,
  })
  .meta({ id: 'FleetRun' });
export type FleetRun = z.infer<typeof FleetRun>;
