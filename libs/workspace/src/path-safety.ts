import { OrchestratorError } from '@devops-orchestrator/contracts';

const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Code points that HFS+ leaves out when it compares names. */
const invisible = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const maximumNameBytes = 255;
const maximumPathBytes = 4000;

/** Parts of a repository-relative path. @throws {OrchestratorError} `unsafe-path` when it can name anything else, on any system. */
export function safeParts(path: string): string[] {
  const reason = unsafeReason(path);
  if (reason !== undefined) throw unsafePath(path, reason);
  return path.split('/');
}

export function unsafePath(path: string, reason: string, cause?: unknown): OrchestratorError {
  const shown = JSON.stringify(path.length > 300 ? `${path.slice(0, 300)}…` : path);
  return new OrchestratorError(
    'unsafe-path',
    `The path ${shown} ${reason}; expected a regular file inside the repository.`,
    {
      hint: 'Remove or rename what stands at that path, or leave the task that writes it out.',
      cause,
    },
  );
}

function unsafeReason(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (Buffer.byteLength(path) > maximumPathBytes) return 'is too long';
  for (const part of path.split('/')) {
    if (part === '' || part === '.') return 'has an empty or "." part';
    if (part === '..') return 'leaves the repository';
    if (Buffer.byteLength(part) > maximumNameBytes) return 'has a name of more than 255 bytes';
    if (isGitFolder(part)) return 'enters .git';
    if (deviceName.test(part)) return 'names a device';
  }
  return undefined;
}

/** Every spelling that some file system takes for `.git`. */
function isGitFolder(part: string): boolean {
  const name = part
    .replace(invisible, '')
    .split(':', 1)[0]!
    .toLowerCase()
    .replace(/[. ]+$/, '');
  return name === '.git' || /^git~[0-9]+$/.test(name);
}
