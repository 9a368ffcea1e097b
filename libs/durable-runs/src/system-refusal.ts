import { OrchestratorError } from '@devops-orchestrator/contracts';

/** The stable code of a system error; 'error' for what has none. */
export function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'error';
}

/** What a full, broken or read-only disk means for the run. */
export function writeFailed(path: string, error: unknown): OrchestratorError {
  const code = systemCode(error);
  return new OrchestratorError('write-failed', `Expected to write ${path}, the system refused: ${code}.`, {
    hint: hints[code] ?? `Look at the disk and the rights of that folder, then ${goOn}`,
    cause: error,
  });
}

/** Runs `action`; what the system refuses becomes `write-failed`. */
export async function reportingRefusal<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof OrchestratorError ? error : writeFailed(path, error);
  }
}

const goOn = '`devops-orchestrator resume`; what was recorded before is kept.';
const noSpace = `Free space on that disk, then ${goOn}`;
const noRight = `Give yourself the right to write there (or mount it writable), then ${goOn}`;
const hints: Readonly<Record<string, string>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EFBIG: noSpace,
  EROFS: noRight,
  EACCES: noRight,
  EPERM: noRight,
  EIO: `Check that disk, it reports a fault; then ${goOn}`,
};
