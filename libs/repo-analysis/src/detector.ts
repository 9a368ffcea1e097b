import type { AnalysisNote, Component, Evidence } from '@devops-orchestrator/contracts';
import type { RepositoryView } from './repository-view.js';

/** A component as a detector sees it; the engine gives it an id, merges overlaps and collects its services. */
export type DetectedComponent = Omit<Component, 'id' | 'services'> & {
  /** Wished id (usually the package's name or folder); the engine slugs it and makes it unique. */
  idHint: string;
  services: readonly DetectedService[];
  /**
   * Name of a further process (`worker`, `scheduler`) of the application at the same path: same build and image, another
   * command. Its id is made from the application's, and its trait `processOf` names that.
   */
  process?: string;
  /**
   * `server`: starts a process that serves or works. `site`: is built into files to be served. `tooling`: has a manifest but
   * nothing that is deployed. At one path a `server` wins over `site` and `tooling` of other stacks, which become notes.
   */
  role: 'server' | 'site' | 'tooling';
};

export interface DetectedService {
  kind: string;
  version?: string;
  evidence: readonly Evidence[];
}

export interface Detection {
  components: readonly DetectedComponent[];
  notes: readonly AnalysisNote[];
}

/** One stack. Pure: looks at the view, never at the disk; nothing of its own found is an empty detection. */
export interface Detector {
  /** Name of its folder under `detectors/`. */
  readonly id: string;
  detect(repository: RepositoryView): Detection;
}
