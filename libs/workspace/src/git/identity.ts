import type { FoundRepository } from './discover.js';

/** Author of commits on a machine where git knows none. */
const fallback = { name: 'DevOps Orchestrator', email: 'devops-orchestrator@localhost' };

/** Variables that name author and committer: the user's where git knows one, else the fallback. */
export function readIdentity({ config }: Pick<FoundRepository, 'config'>): Record<string, string> {
  const identity: Record<string, string> = {};
  for (const part of ['name', 'email'] as const) {
    for (const role of ['author', 'committer'] as const) {
      const variable = `GIT_${role}_${part}`.toUpperCase();
      const configured = config.get(`${role}.${part}`) ?? config.get(`user.${part}`);
      identity[variable] = process.env[variable] || configured || fallback[part];
    }
  }
  return identity;
}
