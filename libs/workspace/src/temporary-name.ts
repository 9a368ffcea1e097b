import { createHash } from 'node:crypto';

/** Names of files that a killed run may have left behind. */
export const temporaryName = /^\.devops-orchestrator-[0-9a-f]{16}\.tmp$/;

/** One name per target: what a killed run left is taken over by the next write. */
export function temporaryNameFor(name: string): string {
  return `.devops-orchestrator-${createHash('sha256').update(name).digest('hex').slice(0, 16)}.tmp`;
}
