import type { AgentPort, OrchestrationRequest, PhaseContext, RunStore } from '@devops-orchestrator/contracts';

/** The ports of one folder; the steps come from the journal. */
export type World = Omit<PhaseContext, 'step' | 'runId' | 'agent'>;

/** A model for the roles of one run. */
export interface OpenedAgent {
  readonly agent: AgentPort;
  /** Ends what was started for it. */
  readonly close: () => Promise<void>;
}

/** What durable runs need of the machine. */
export interface DurableEnvironment {
  /** Runs and lock of the repository. */
  readonly store: RunStore;
  /** Opens a folder (the repository, or a work tree of it) for a run; its commands carry the mark of the run. */
  readonly openWorld: (root: string, runId: string) => World;
  /**
   * The model that the request asks for; undefined: the built-in engine does all. Absent: there is never one.
   *
   * @throws {OrchestratorError} `engine-unavailable` when it is asked for and cannot be had
   */
  readonly openAgent?: (request: OrchestrationRequest, runId: string) => OpenedAgent | undefined;
  readonly programVersion: string;
  readonly newRunId: () => string;
  /** One sentence for the user: what was found and done about it. */
  readonly notice: (message: string) => void;
}
