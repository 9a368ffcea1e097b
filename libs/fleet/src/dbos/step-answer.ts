import { gunzipSync, gzipSync } from 'node:zlib';
import { type ErrorCode, OrchestratorError } from '@devops-orchestrator/contracts';

/** What a step came to. */
export type Answer =
  /** JSON text. */
  | { output: string }
  /** The same, compressed, in base 64: outputs quote whole files, and the database holds every one. */
  | { packed: string }
  | { error: { code?: ErrorCode; message: string; hint: string; retryable: boolean } };

/**
 * The answer of a step; its errors are part of the record, so that a replayed run fails as it did.
 *
 * @throws what the step throws after the signal was aborted: nothing is known of its effect; and `lost`
 */
export async function answerOf(run: () => Promise<string>, signal: AbortSignal): Promise<Answer> {
  try {
    return packed(await run());
  } catch (error) {
    if (signal.aborted || error instanceof OwnershipLostError) throw error;
    if (!(error instanceof OrchestratorError)) {
      return { error: { message: error instanceof Error ? error.message : String(error), hint: '', retryable: false } };
    }
    const { code, message, hint, retryable } = error;
    return { error: { code, message, hint, retryable } };
  }
}

/** @throws {OrchestratorError} the error that the answer holds */
export function valueOf<O>(answer: Answer): O {
  if ('output' in answer) return JSON.parse(answer.output) as O;
  if ('packed' in answer) return JSON.parse(gunzipSync(Buffer.from(answer.packed, 'base64')).toString()) as O;
  const { code, message, hint, retryable } = answer.error;
  if (code === undefined) throw new Error(message);
  throw new OrchestratorError(code, message, { hint, retryable });
}

/** Shorter outputs stay readable. */
const packedFrom = 4096;

function packed(output: string): Answer {
  return output.length < packedFrom ? { output } : { packed: gzipSync(output).toString('base64') };
}

/** The run was cancelled, or belongs to another execution: whatever this one would do comes too late. */
export class OwnershipLostError extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was cancelled, or another worker has taken it over.`);
    this.name = 'OwnershipLostError';
  }
}
