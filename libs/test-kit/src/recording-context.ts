import type { AgentPort, Clock, PhaseContext, RunEvent } from '@devops-orchestrator/contracts';
import { directSteps, exampleRunId } from './direct-steps.js';
import { fixedClock } from './fixed-clock.js';
import { InMemoryGit } from './in-memory-git.js';
import { InMemoryWorkspace } from './in-memory-workspace.js';
import { ScriptedCommands } from './scripted-commands.js';

export interface RecordingContextOptions {
  /** Files of the workspace; ignored when `workspace` is given. */
  files?: Readonly<Record<string, string>>;
  workspace?: InMemoryWorkspace;
  git?: InMemoryGit;
  commands?: ScriptedCommands;
  clock?: Clock;
  signal?: AbortSignal;
  runId?: string;
  agent?: AgentPort;
}

/** A phase context whose every part can be looked at afterwards. */
export interface RecordingContext extends PhaseContext {
  readonly workspace: InMemoryWorkspace;
  readonly git: InMemoryGit;
  readonly commands: ScriptedCommands;
  readonly events: RunEvent[];
  /** Keys of the steps, in order. */
  readonly keys: readonly string[];
}

/** Builds a phase context from in-memory parts; give those that matter for the test. */
export function recordingContext(options: RecordingContextOptions = {}): RecordingContext {
  const workspace = options.workspace ?? new InMemoryWorkspace(options.files);
  const signal = options.signal ?? new AbortController().signal;
  const runId = options.runId ?? exampleRunId;
  const steps = directSteps(signal, runId);
  const events: RunEvent[] = [];
  return {
    runId,
    workspace,
    git: options.git ?? new InMemoryGit({}, workspace),
    commands: options.commands ?? new ScriptedCommands(),
    clock: options.clock ?? fixedClock(),
    signal,
    events,
    keys: steps.keys,
    step: (definition, key, input) => steps.step(definition, key, input),
    ...(options.agent === undefined ? {} : { agent: options.agent }),
    emit: (event) => void events.push(event),
  };
}
