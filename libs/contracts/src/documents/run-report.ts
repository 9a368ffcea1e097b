import { z } from 'zod';
import { AgentShare } from './agent.js';
import { ChecklistItem, Documentation } from './documentation.js';
import { Plan } from './plan.js';
import { EngineChoice, VerifyMode } from './request.js';
import { TaskResult } from './task-result.js';

export const PhaseId = z.enum(['pm', 'devops', 'docs']);
export type PhaseId = z.infer<typeof PhaseId>;

export const PhaseReport = z.strictObject({
  id: PhaseId,
  agent: z.string(),
  status: z.enum(['done', 'failed', 'pending']),
  durationMs: z.number(),
  /** What a language model did in the phase; absent: nothing. */
  modelWork: AgentShare.optional(),
});
export type PhaseReport = z.infer<typeof PhaseReport>;

/** Why the run stopped, and how to go on (S11). */
export const FailureReport = z.strictObject({
  phase: PhaseId.optional(),
  agent: z.string().optional(),
  /** Task file that failed. */
  task: z.string().optional(),
  code: z.string(),
  message: z.string(),
  remediation: z.string(),
  /** Command that tries again. */
  retry: z.string().optional(),
});
export type FailureReport = z.infer<typeof FailureReport>;

/** The final report: every tick with its evidence. */
export const RunReport = z
  .strictObject({
    schemaVersion: z.literal(1),
    status: z.enum(['done', 'failed', 'refused', 'interrupted']),
    /** Names the run in `resume`, `status` and its commits; absent for a run without a journal. */
    runId: z.string().optional(),
    /** Status of the process: 0, 1, 2, 3, 4, 5, 75, 130, 143. */
    exitCode: z.int(),
    request: z.string(),
    /** `claude` when a model took part in any phase. */
    engine: EngineChoice.exclude(['auto']),
    /** What the model did in the whole run; absent: nothing. */
    modelWork: AgentShare.optional(),
    verify: VerifyMode,
    /** ISO 8601, from the injected clock. */
    startedAt: z.string(),
    durationMs: z.number(),
    phases: z.array(PhaseReport),
    plan: Plan.optional(),
    tasks: z.array(TaskResult),
    documentation: Documentation.optional(),
    readiness: z.array(ChecklistItem),
    nextSteps: z.array(z.string()),
    commits: z.array(z.strictObject({ sha: z.string(), message: z.string() })),
    /** Path of the Markdown report; absent when none was written. */
    reportPath: z.string().optional(),
    failure: FailureReport.optional(),
    notes: z.array(z.string()),
  })
  .meta({ id: 'RunReport' });
export type RunReport = z.infer<typeof RunReport>;
