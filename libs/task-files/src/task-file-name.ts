import type { TaskSlot } from '@devops-orchestrator/contracts';

/**
 * File name of a task in the feature folder: `01-create-dockerfiles.md`, or `07-create-dockerfiles-update.md` for one that
 * takes the place of an earlier one; `number` counts from 1 to 99.
 */
export function taskFileName(number: number, slot: TaskSlot, kind: 'first' | 'update' = 'first'): string {
  return `${String(number).padStart(2, '0')}-${slot}${kind === 'update' ? '-update' : ''}.md`;
}
