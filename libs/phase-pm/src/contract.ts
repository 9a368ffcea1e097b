import { z } from 'zod';
import {
  AgentShare,
  OrchestrationRequest,
  Plan,
  RepositoryAnalysis,
  WrittenFile,
} from '@devops-orchestrator/contracts';

export const PmInput = z
  .strictObject({ schemaVersion: z.literal(1), request: OrchestrationRequest })
  .meta({ id: 'PmInput' });
export type PmInput = z.infer<typeof PmInput>;

export const PmOutput = z
  .strictObject({
    schemaVersion: z.literal(1),
    analysis: RepositoryAnalysis,
    plan: Plan,
    /** The plan's README and its task files. */
    files: z.array(WrittenFile),
    /** Where edits of people in task files stand against the new plan. */
    notes: z.array(z.string()),
    commit: z.strictObject({ sha: z.string(), message: z.string() }).optional(),
    /** What a model decided, and what it cost; absent: nothing. */
    modelWork: AgentShare.optional(),
  })
  .meta({ id: 'PmOutput' });
export type PmOutput = z.infer<typeof PmOutput>;
