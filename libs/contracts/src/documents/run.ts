import { z } from 'zod';
import { OrchestrationRequest, VerifyMode } from './request.js';

/** Which phases a run carries out; one phase alone works from the files on disk. */
export const Scope = z.enum(['all', 'plan', 'implement', 'document']);
export type Scope = z.infer<typeof Scope>;

/** A ULID: sorts by the time of the start. */
export const RunId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);

/** First record of a journal: all that is needed to go on with the run in another process. */
export const RunHeader = z
  .strictObject({
    schemaVersion: z.literal(1),
    runId: RunId,
    /** Version of the program that started it; another version does not replay its steps. */
    programVersion: z.string(),
    /** ISO 8601. */
    startedAt: z.string(),
    /** Absolute path of the workspace root, without links. */
    root: z.string(),
    request: OrchestrationRequest,
    scope: Scope,
    /** Commits go to this branch; absent: the one that is checked out. */
    branch: z.string().optional(),
    /** Absolute path of the run's own work tree; absent: the run works in `root`. */
    worktree: z.string().optional(),
  })
  .meta({ id: 'RunHeader' });
export type RunHeader = z.infer<typeof RunHeader>;

/** Last record of a journal, as long as the run is not resumed. */
export const RunEnd = z
  .strictObject({
    status: z.enum(['done', 'failed', 'refused', 'interrupted', 'aborted']),
    exitCode: z.int(),
    /** ISO 8601. */
    endedAt: z.string(),
    feature: z.string().optional(),
    /** Why it ended so, one sentence; absent when it is done. */
    reason: z.string().optional(),
    /** Key of the first step that a resumed run carries out anew, whatever the journal says of it and of later ones. */
    resumeFrom: z.string().optional(),
  })
  .meta({ id: 'RunEnd' });
export type RunEnd = z.infer<typeof RunEnd>;

/** `stopped`: its process is gone and it did not end: killed, power lost. */
export const RunState = z.enum(['running', 'stopped', ...RunEnd.shape.status.options]);
export type RunState = z.infer<typeof RunState>;

/** One line of `runs`. */
export const RunSummary = z
  .strictObject({
    schemaVersion: z.literal(1),
    runId: RunId,
    state: RunState,
    feature: z.string().optional(),
    request: z.string(),
    scope: Scope,
    verify: VerifyMode,
    startedAt: z.string(),
    /** Time of the last record. */
    updatedAt: z.string(),
    stepsDone: z.int(),
    /** Key of the step that was started and has no result. */
    currentStep: z.string().optional(),
    exitCode: z.int().optional(),
    reason: z.string().optional(),
    /** True when `resume` can go on with it. */
    resumable: z.boolean(),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof RunSummary>;
