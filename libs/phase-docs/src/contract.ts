import { z } from 'zod';
import { Documentation, EngineChoice, Plan, RepositoryAnalysis, TaskResult } from '@devops-orchestrator/contracts';

/** What phase 3 needs. Everything else is read back from the files on disk. */
export const DocsInput = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Names every document and the task folder. */
    feature: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(63),
    /** Title and overview; absent when the phase runs alone. */
    plan: Plan.optional(),
    /** Descriptions of the components; absent when the phase runs alone. */
    analysis: RepositoryAnalysis.optional(),
    /** Verdicts of the checks; empty: the verdicts written in the task files count. */
    taskResults: z.array(TaskResult),
    /** True: one commit with exactly the documents. */
    commit: z.boolean(),
    /** `claude`: a model may add prose, where the context has one; absent: none does. */
    engine: EngineChoice.optional(),
  })
  .meta({ id: 'DocsInput' });
export type DocsInput = z.infer<typeof DocsInput>;

export const DocsOutput = Documentation;
export type DocsOutput = Documentation;
