import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for what the command remembers of a repository outside of it; not created. */
export function stateFolder(repository: string): string {
  const key = createHash('sha256').update(realpathSync(repository)).digest('hex').slice(0, 24);
  return join(stateHome(), key);
}

/** Folder for the work trees of runs that leave the user's checkout alone; not created. */
export function worktreesFolder(): string {
  return join(stateHome(), 'worktrees');
}

/** Folder for what this machine remembers of fleets, their clones and bundles; not created. */
export function fleetsFolder(): string {
  return join(stateHome(), 'fleets');
}

function stateHome(): string {
  const base = process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
  return join(base, 'devops-orchestrator');
}
