import { TaskSlot } from '@devops-orchestrator/contracts';
import { z } from 'zod';

const criterion = z.strictObject({
  text: z.string().min(1).max(300),
  /** Ids of checks of the same task. */
  checks: z.array(z.string()).max(8),
});

/** A model's decisions about a draft; what it says is checked before any of it becomes a plan. */
export const PlanProposal = z
  .strictObject({
    /** What is done with tasks of the draft; those that are not named are kept. */
    draft: z
      .array(
        z.strictObject({
          slot: TaskSlot,
          decision: z.enum(['keep', 'drop', 'amend']),
          /** Why; empty for `keep`. */
          reason: z.string().max(500),
          /** For `amend`: what the task's context lacks; else empty. */
          context: z.string().max(3000),
          /** For `amend`: further criteria. */
          criteria: z.array(criterion).max(8),
        }),
      )
      .max(6),
    added: z
      .array(
        z.strictObject({
          slot: TaskSlot,
          /** What it adds, as in "Adds …": `a Jenkins pipeline`. */
          adds: z.string().min(1).max(100),
          context: z.string().min(1).max(3000),
          instructions: z.array(z.string().min(1).max(4000)).min(1).max(4),
          checks: z
            .array(
              z.strictObject({
                /** kebab-case, unique in the plan. */
                id: z.string().max(60),
                command: z.string().min(1).max(2000),
                requires: z.array(z.string().max(100)).max(4),
                timeoutSeconds: z.int(),
              }),
            )
            .min(1)
            .max(8),
          criteria: z.array(criterion).min(1).max(8),
        }),
      )
      .max(6),
  })
  .meta({ id: 'PlanProposal' });
export type PlanProposal = z.infer<typeof PlanProposal>;

/** A proposal beside the plan that was made with it: the same request over the same facts is not asked about again. */
export const SavedProposal = z
  .strictObject({
    schemaVersion: z.literal(1),
    request: z.string(),
    facts: z.array(z.string()),
    proposal: PlanProposal,
  })
  .meta({ id: 'SavedProposal' });
export type SavedProposal = z.infer<typeof SavedProposal>;
