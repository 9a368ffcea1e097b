import { z } from 'zod';
import { Intent } from './intent.js';

/** The seed's six task slots, in order; a plan holds only those the request needs. */
export const TaskSlot = z.enum([
  'setup-infrastructure-requirements',
  'create-dockerfiles',
  'configure-ci-cd-pipeline',
  'implement-monitoring',
  'create-deployment-scripts',
  'add-tests-and-validation',
]);
export type TaskSlot = z.infer<typeof TaskSlot>;

export const PlannedTask = z
  .strictObject({
    /** File name in the feature folder: `01-setup-infrastructure-requirements.md`. */
    file: z.string().regex(/^\d{2}-[a-z0-9]+(-[a-z0-9]+)*\.md$/),
    title: z.string(),
    /** One sentence. */
    summary: z.string(),
  })
  .meta({ id: 'PlannedTask' });
export type PlannedTask = z.infer<typeof PlannedTask>;

/** What phase 1 hands over; the task files on disk hold the rest. */
export const Plan = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** kebab-case; names the folder `.claude/tasks/<feature>/` and every document. */
    feature: z.string(),
    title: z.string(),
    /** Sections of the plan's README, Markdown without the heading. */
    overview: z.string(),
    technicalApproach: z.string(),
    prerequisites: z.string(),
    successCriteria: z.string(),
    infrastructureWorkflow: z.string(),
    tasks: z.array(PlannedTask).min(1),
    /** Absent when the plan was read back from its README, which tells it in words. */
    intent: Intent.optional(),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;
