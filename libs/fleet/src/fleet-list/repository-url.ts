import { OrchestratorError } from '@devops-orchestrator/contracts';

const schemes = ['https:', 'ssh:', 'file:'];
/** `user@host:path`, as ssh remotes are written; neither part can be taken for an option. */
const scpLike = /^([A-Za-z0-9_][\w.-]*@)([A-Za-z0-9][\w.-]*):(?!\/\/)([^-\s][^\s]*)$/;

/** True for what names a repository by a transport, well-formed or not. */
export function looksLikeUrl(source: string): boolean {
  return /^[A-Za-z][\w+.-]*:(?::|\/\/)/.test(source) || scpLike.test(source);
}

/**
 * The URL in the form that git gets it.
 *
 * @throws {OrchestratorError} `usage` for every transport that runs a program, for passwords, and for what could become
 * an option of git or ssh.
 */
export function parseRepositoryUrl(source: string): string {
  if (/[\p{Cc}\p{Cf}\s]|%0[ad]/iu.test(source))
    throw refused(source, 'it holds a line end, a space or a control character');
  if (scpLike.test(source)) return source;
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined || !source.includes('://')) throw refused(source, 'it is no URL');
  if (!schemes.includes(url.protocol)) throw refused(source, `"${url.protocol}" is not https, ssh or file`);
  if (url.password !== '' || (url.protocol === 'https:' && url.username !== '')) {
    throw refused('the URL', 'it holds a user or a password; use a credential helper of git');
  }
  if (url.hostname.startsWith('-') || url.username.startsWith('-'))
    throw refused(source, 'its host or user begins with a dash');
  if (url.protocol === 'file:' && url.hostname !== '') throw refused(source, 'a file URL names no host');
  if (url.search !== '' || url.hash !== '') throw refused(source, 'it holds a query or a fragment');
  return url.href;
}

/** The same for all spellings of one repository. */
export function urlKey(url: string): string {
  const scp = scpLike.exec(url);
  const plain =
    scp === null
      ? url.replace(/^ssh:\/\/(.*?)(?::22)?\//, 'ssh://$1/')
      : `ssh://${scp[1]}${scp[2]?.toLowerCase()}/${scp[3]}`;
  return plain.replace(/\/+$/, '').replace(/\.git$/, '');
}

function refused(source: string, reason: string): OrchestratorError {
  return new OrchestratorError(
    'usage',
    `Expected the URL of a repository, found ${JSON.stringify(source)}: ${reason}.`,
    {
      hint: 'For example https://example.com/team/shop.git, ssh://git@example.com/team/shop.git or git@example.com:team/shop.git.',
    },
  );
}
