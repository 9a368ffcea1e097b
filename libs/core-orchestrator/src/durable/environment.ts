import type { PhaseContext, RunStore } from '@devops-orchestrator/contracts';

/** The ports of one folder; the steps come from the journal. */
export type World = Omit<PhaseContext, 'step' | 'runId'>;

/** What durable runs need of the machine. */
export interface DurableEnvironment {
  /** Runs and lock of the repository. */
  readonly store: RunStore;
  /** Opens a folder (the repository, or a work tree of it) for a run; its commands carry the mark of the run. */
  readonly openWorld: (root: string, runId: string) => World;
  readonly programVersion: string;
  readonly newRunId: () => string;
  /** One sentence for the user: what was found and done about it. */
  readonly notice: (message: string) => void;
}
