import type { TaskSlot } from '@devops-orchestrator/contracts';

/** File name of a task in the feature folder: `01-setup-infrastructure-requirements.md`; `number` counts from 1. */
export function taskFileName(number: number, slot: TaskSlot): string {
  return `${String(number).padStart(2, '0')}-${slot}.md`;
}
