import { OrchestratorError } from '@devops-orchestrator/contracts';
import { unsafePath } from './path-safety.js';

/** Runs a change of the disk. @throws {OrchestratorError} `write-failed` when the system refuses it. */
export async function reportingRefusal<T>(
  verb: 'write' | 'remove',
  path: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof OrchestratorError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    if (code === 'ENAMETOOLONG') throw unsafePath(path, 'is too long', error);
    throw new OrchestratorError(
      'write-failed',
      `Expected to ${verb} ${JSON.stringify(path)}, the system refused: ${code}.`,
      {
        hint: hints[code] ?? 'Look at the disk and the rights of the repository, then try again.',
        cause: error,
      },
    );
  }
}

const noSpace = 'Free space on the disk of the repository, then try again; nothing was left half-written.';
const noRight = 'Give yourself the right to write in the repository (or mount it writable), then try again.';
const hints: Readonly<Record<string, string>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EFBIG: noSpace,
  EROFS: noRight,
  EACCES: noRight,
  EPERM: noRight,
};
