import { z } from 'zod';
import { AgentShare } from './agent.js';
import { AcceptanceCriterion, ProofTier } from './task.js';

export const Verdict = z.enum(['passed', 'failed', 'skipped']);
export type Verdict = z.infer<typeof Verdict>;

/** What one check showed. */
export const CheckResult = z
  .strictObject({
    id: z.string(),
    tier: ProofTier,
    command: z.string(),
    verdict: Verdict,
    /** Why it failed or was skipped; absent when it passed. */
    reason: z.string().optional(),
    exitCode: z.int().optional(),
    durationMs: z.number(),
    /** Last lines of stdout and stderr, secrets redacted, at most 8 KiB. */
    output: z.string(),
  })
  .meta({ id: 'CheckResult' });
export type CheckResult = z.infer<typeof CheckResult>;

/** What writing did to a file. */
export const WriteChange = z.enum(['created', 'modified', 'unchanged']);
export type WriteChange = z.infer<typeof WriteChange>;

/**
 * `merged`: edits of people stay, and what is new in the plan was brought in. `kept`: the path belongs to the user and was
 * left alone. `conflict`: people and the plan changed the same lines, so the file was left alone.
 */
export const FileChange = z.enum([...WriteChange.options, 'merged', 'kept', 'conflict']);
export type FileChange = z.infer<typeof FileChange>;

export const WrittenFile = z.strictObject({ path: z.string(), change: FileChange }).meta({ id: 'WrittenFile' });
export type WrittenFile = z.infer<typeof WrittenFile>;

/** What became of one task. */
export const TaskResult = z
  .strictObject({
    file: z.string(),
    title: z.string(),
    /** `pending`: an earlier task failed, so this one was not started. */
    status: z.enum(['done', 'failed', 'pending']),
    files: z.array(WrittenFile),
    checks: z.array(CheckResult),
    criteria: z.array(AcceptanceCriterion),
    /** Absent when nothing was committed: no change, no repository, or `--no-commit`. */
    commit: z.strictObject({ sha: z.string(), message: z.string() }).optional(),
    durationMs: z.number(),
    /** Blockers, instruction steps that no engine carried out, findings in kept files. */
    issues: z.array(z.string()),
    /** What a language model did in the task; absent: the built-in engine did all of it. */
    modelWork: AgentShare.optional(),
  })
  .meta({ id: 'TaskResult' });
export type TaskResult = z.infer<typeof TaskResult>;
