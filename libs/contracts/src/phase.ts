import type { z } from 'zod';
import type { PhaseId } from './documents/run-report.js';
import type { RunEvent } from './events.js';
import type { AgentPort } from './ports/agent.js';
import type { Clock } from './ports/clock.js';
import type { CommandRunner } from './ports/commands.js';
import type { GitRepository } from './ports/git.js';
import type { StepRunner } from './ports/step-runner.js';
import type { Workspace } from './ports/workspace.js';

/** The world as a phase sees it. */
export interface PhaseContext extends StepRunner {
  /** Names the run in commits, logs and processes. */
  readonly runId: string;
  readonly workspace: Workspace;
  readonly git: GitRepository;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A language model for the roles; absent: the built-in engine does all by itself. */
  readonly agent?: AgentPort;
  emit(event: RunEvent): void;
}

/** One role of the workflow, with a typed contract on both sides. */
export interface Phase<Input, Output> {
  readonly id: PhaseId;
  /** The seed's agent name. */
  readonly agent: string;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  run(input: Input, context: PhaseContext): Promise<Output>;
}
