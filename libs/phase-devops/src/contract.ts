import { z } from 'zod';
import { TaskResult, VerifyMode } from '@devops-orchestrator/contracts';

/** The plan is read from `.claude/tasks/<feature>/` on disk, never from phase 1's memory. */
export const DevopsInput = z
  .strictObject({ schemaVersion: z.literal(1), feature: z.string(), verify: VerifyMode, commit: z.boolean() })
  .meta({ id: 'DevopsInput' });
export type DevopsInput = z.infer<typeof DevopsInput>;

/** One result per planned task; after a failed one, the rest are `pending`. */
export const DevopsOutput = z
  .strictObject({ schemaVersion: z.literal(1), tasks: z.array(TaskResult) })
  .meta({ id: 'DevopsOutput' });
export type DevopsOutput = z.infer<typeof DevopsOutput>;
