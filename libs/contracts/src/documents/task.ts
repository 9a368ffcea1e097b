import { z } from 'zod';

/** Proof tiers: in-process verifiers; real linters on the PATH; build, run, call, stop. */
export const ProofTier = z.enum(['static', 'tools', 'live']);
export type ProofTier = z.infer<typeof ProofTier>;

export const TaskFileStep = z.strictObject({
  kind: z.literal('file'),
  /** Repository-relative POSIX path. */
  path: z.string().min(1),
  /** Info-string language of the fence: dockerfile, yaml, bash, json, … */
  language: z.string(),
  /** Exact content, ending in one newline. */
  content: z.string(),
  executable: z.boolean(),
});
export type TaskFileStep = z.infer<typeof TaskFileStep>;

/** Markdown shown between the fences; never executed. */
export const TaskProseStep = z.strictObject({ kind: z.literal('prose'), text: z.string().min(1) });

/** Work without exact content: needs an agent. The built-in engine reports it as skipped. */
export const TaskInstructionStep = z.strictObject({ kind: z.literal('instruction'), text: z.string().min(1) });

export const TaskStep = z.discriminatedUnion('kind', [TaskFileStep, TaskProseStep, TaskInstructionStep]);
export type TaskStep = z.infer<typeof TaskStep>;

/** A command that proves something. Run by `bash -euo pipefail` from the repository root; `devops-orchestrator verify …` runs in process. */
export const TaskCheck = z
  .strictObject({
    /** kebab-case, unique in the task. */
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    tier: ProofTier,
    /** One or more lines of shell. */
    command: z.string().min(1),
    /**
     * What the machine must have, else the check is skipped: a program (`hadolint`), `docker` (an engine that answers),
     * `compose` (Compose v2), `image:REFERENCE` (present or can be pulled).
     */
    requires: z.array(z.string()),
    timeoutSeconds: z.int().min(1).max(7200),
    /** Shell that is always run afterwards, also after a failure or a timeout. */
    cleanup: z.string().optional(),
  })
  .meta({ id: 'TaskCheck' });
export type TaskCheck = z.infer<typeof TaskCheck>;

export const AcceptanceCriterion = z
  .strictObject({
    text: z.string().min(1),
    /** Ids of the checks that prove it; empty: only a person can tick it. */
    checks: z.array(z.string()),
    met: z.boolean(),
    /** Written beside the box: `passed`, or `skipped: no Docker engine answers`. Absent before a run. */
    verdict: z.string().optional(),
  })
  .meta({ id: 'AcceptanceCriterion' });
export type AcceptanceCriterion = z.infer<typeof AcceptanceCriterion>;

/** One executable task file. `parse(render(task))` equals `task`. */
export const Task = z
  .strictObject({
    /** First line of the file, without `# `. */
    title: z.string().min(1),
    /** Markdown. */
    context: z.string(),
    steps: z.array(TaskStep),
    checks: z.array(TaskCheck),
    criteria: z.array(AcceptanceCriterion),
    /** Subject of the task's commit, without the `feat(infra): ` in front. */
    commit: z.string().min(1),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;
