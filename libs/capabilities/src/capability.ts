import type {
  FileTree,
  Intent,
  RepositoryAnalysis,
  TaskCheck,
  TaskSlot,
  TaskStep,
} from '@devops-orchestrator/contracts';
import type { DeliveryModel } from './delivery-model/delivery-model.js';

/** What a capability plans from. All of it is data: same input, same bytes. */
export interface CapabilityInput {
  analysis: RepositoryAnalysis;
  intent: Intent;
  /** The one truth about names, ports, images and variables; every capability takes them from here. */
  model: DeliveryModel;
  /** The repository without what an earlier run of ours generated; what is in it belongs to the user and is kept. */
  files: FileTree;
}

/** A criterion and the checks that prove it. */
export interface CriterionDraft {
  text: string;
  checks: readonly string[];
}

/** What one capability adds to one task slot; contributions to the same slot become one task file. */
export interface TaskContribution {
  slot: TaskSlot;
  /** Markdown for `## Context`: what stands today (facts cite `file:line`), what is made, what is kept. */
  context: string;
  steps: readonly TaskStep[];
  /** Ids are unique over all contributions of the run: start them with the capability's short name. */
  checks: readonly TaskCheck[];
  criteria: readonly CriterionDraft[];
  /** What it adds, for the task's summary and commit subject: `multi-stage Dockerfiles`, `compose files`. */
  adds: string;
}

/** One thing that can be asked for. Writes nothing. */
export interface Capability {
  /** Registry id: `container-image`, `compose`, `ci:github`, `monitoring`, `deployment-scripts`, `validation`. */
  readonly id: string;
  /** For people: "Container images". */
  readonly title: string;
  /** One sentence for `doctor`, exit 3 messages and the documents. */
  readonly description: string;
  /**
   * Ids that it cannot do without, with the reason shown to the user; they are added as implied. `whenShipping`: only when
   * the request is about delivering, not about testing alone.
   */
  readonly implies: readonly { id: string; reason: string; whenShipping?: true }[];
  /** True when it also serves a repository that deploys nothing, such as a library. */
  readonly servesLibraries?: true;
  /** Ids that a request may exclude and that it makes all the same: it cannot leave them out yet, and the plan says so. */
  readonly indivisibleParts?: readonly string[];
  /** Lines for the plan's README. */
  overview(input: CapabilityInput): CapabilityOverview;
  contribute(input: CapabilityInput): readonly TaskContribution[];
}

export interface CapabilityOverview {
  /** Bullets for `## Technical Approach`. */
  approach: readonly string[];
  /** Bullets for `## Prerequisites`: access, tools, credentials. */
  prerequisites: readonly string[];
  /** Bullets for `## Success Criteria`, measurable. */
  success: readonly string[];
}
