import { z } from 'zod';
import type { ProcessIdentity } from './process-identity.js';

/** Content of a lock file; what a newer version adds is not read, so that its lock is respected. */
export const LockOwner = z.object({
  /** Made anew for every lock: what comes after it is decided by this name. */
  nonce: z.uuid(),
  runId: z.string(),
  pid: z.int().positive(),
  host: z.string(),
  bootId: z.string().optional(),
  pidNamespace: z.string().optional(),
  processStartTime: z.string().optional(),
  /** ISO 8601. */
  startedAt: z.string(),
});
export type LockOwner = z.infer<typeof LockOwner>;

export type OwnerState = 'alive' | 'gone' | 'elsewhere';

/** Whether the owner of a lock lives: `elsewhere` where this process cannot tell, and must not guess. */
export function judgeOwner(owner: LockOwner, identity: ProcessIdentity): OwnerState {
  const { self } = identity;
  if (owner.host !== self.host) return 'elsewhere';
  if (differ(owner.bootId, self.bootId)) return 'gone';
  if (differ(owner.pidNamespace, self.pidNamespace)) return 'elsewhere';
  const found = identity.look(owner.pid);
  if (found === undefined) return 'gone';
  return differ(owner.processStartTime, found.processStartTime) ? 'gone' : 'alive';
}

/** Both are known, and not the same. */
function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
