import { z } from 'zod';
import { AgentSettings } from './agent-settings.js';

export const EngineChoice = z.enum(['builtin', 'claude', 'auto']);
export type EngineChoice = z.infer<typeof EngineChoice>;

/** How far proof must go. `tools` and `live` demand that tier: a missing tool is then a failure. `auto` proves what the machine can. */
export const VerifyMode = z.enum(['static', 'tools', 'live', 'auto']);
export type VerifyMode = z.infer<typeof VerifyMode>;

/** The words of the request and how to carry it out. */
export const OrchestrationRequest = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Untrusted text, control characters removed, never empty. */
    request: z.string().min(1),
    /** Feature name chosen by the caller, kebab-case; absent: derived from the request. */
    feature: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(63)
      .optional(),
    /** Name of the repository's folder: the project's name where no manifest gives one. */
    repositoryName: z.string(),
    engine: EngineChoice,
    verify: VerifyMode,
    commit: z.boolean(),
    /** Absent: the defaults, or no model at all. */
    agentSettings: AgentSettings.optional(),
  })
  .meta({ id: 'OrchestrationRequest' });
export type OrchestrationRequest = z.infer<typeof OrchestrationRequest>;
