import { z } from 'zod';

const Limits = z.strictObject({
  /** US dollars. */
  costUsd: z.number().positive().optional(),
  /** All tokens: input, read from and written to the cache, output. */
  tokens: z.int().positive().optional(),
  /** Complete replies. */
  turns: z.int().positive().optional(),
  /** Milliseconds of one process. */
  timeMs: z.int().positive().optional(),
});

/** Which models take the roles, and what they may cost. Kept with a run, so that a resumed one has the same limits. */
export const AgentSettings = z
  .strictObject({
    /** Model by role; `default` for the others. */
    models: z.record(z.string(), z.string().min(1)).optional(),
    limits: z.strictObject({ run: Limits.optional(), phase: Limits.optional(), task: Limits.optional() }).optional(),
    /** Servers of tools that are known by one word. */
    mcp: z.array(z.string()).optional(),
    /** Absolute path of a file that configures servers of tools; what it holds may be secret, so only the path is kept. */
    mcpConfig: z.string().optional(),
  })
  .meta({ id: 'AgentSettings' });
export type AgentSettings = z.infer<typeof AgentSettings>;
