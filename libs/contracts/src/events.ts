import type { PhaseId } from './documents/run-report.js';
import type { AgentEvent } from './ports/agent.js';
import type { CheckResult, FileChange } from './documents/task-result.js';

/** What a run tells while it goes on. */
export type RunEvent =
  | { type: 'phase-started'; phase: PhaseId; agent: string }
  | { type: 'phase-finished'; phase: PhaseId; durationMs: number }
  | { type: 'analysis-finished'; components: number; services: number }
  | { type: 'plan-written'; feature: string; tasks: readonly { file: string; title: string }[] }
  | { type: 'task-started'; file: string; title: string; index: number; total: number }
  | { type: 'file-written'; path: string; change: FileChange }
  | { type: 'check-started'; task: string; id: string; command: string }
  | { type: 'check-finished'; task: string; result: CheckResult }
  | { type: 'task-finished'; file: string; status: 'done' | 'failed' }
  | { type: 'committed'; sha: string; message: string }
  | { type: 'agent'; role: string; task?: string; event: AgentEvent }
  | { type: 'note'; message: string };
