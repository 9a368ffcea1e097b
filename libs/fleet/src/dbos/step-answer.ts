import { type ErrorCode, OrchestratorError } from '@devops-orchestrator/contracts';

/** What a step came to, as JSON. */
export type Answer<O> =
  { output: O } | { error: { code?: ErrorCode; message: string; hint: string; retryable: boolean } };

/**
 * The answer of a step; its errors are part of the record, so that a replayed run fails as it did.
 *
 * @throws what the step throws after the signal was aborted: nothing is known of its effect
 */
export async function answerOf<O>(run: () => Promise<O>, signal: AbortSignal): Promise<Answer<O>> {
  try {
    const output = await run();
    // a step without a result: JSON has no undefined
    return output === undefined ? ({} as Answer<O>) : { output };
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof OrchestratorError)) {
      return { error: { message: error instanceof Error ? error.message : String(error), hint: '', retryable: false } };
    }
    const { code, message, hint, retryable } = error;
    return { error: { code, message, hint, retryable } };
  }
}

/** @throws {OrchestratorError} the error that the answer holds */
export function valueOf<O>(answer: Answer<O>): O {
  if (!('error' in answer)) return answer.output;
  const { code, message, hint, retryable } = answer.error;
  if (code === undefined) throw new Error(message);
  throw new OrchestratorError(code, message, { hint, retryable });
}
