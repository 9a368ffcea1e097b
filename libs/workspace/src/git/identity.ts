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

/** `Name <address> seconds ±hhmm`, as a commit holds it. */
export function signature(
  identity: Readonly<Record<string, string>>,
  role: 'AUTHOR' | 'COMMITTER',
  time: Date,
): string {
  const name = withoutCrud(identity[`GIT_${role}_NAME`] ?? '') || fallback.name;
  const email = withoutCrud(identity[`GIT_${role}_EMAIL`] ?? '') || fallback.email;
  const minutes = -time.getTimezoneOffset();
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const zone = `${minutes < 0 ? '-' : '+'}${digits(Math.abs(minutes) / 60)}${digits(Math.abs(minutes) % 60)}`;
  return `${name} <${email}> ${Math.floor(time.getTime() / 1000)} ${zone}`;
}

/** What git takes off names: what would end the field, and punctuation around it. Source: `strbuf_addstr_without_crud`. */
function withoutCrud(text: string): string {
  return text.replace(/[\n<>\0]/g, '').replace(/^[\0-\x20.,:;"\\']+|[\0-\x20.,:;"\\']+$/g, '');
}
