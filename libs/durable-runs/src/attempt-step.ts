import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { StepDefinition, StepInfo } from '@devops-orchestrator/contracts';

/** How long a step may take to stop once its signal is aborted; it is not waited for any longer. */
const stopWithinMs = 10_000;

/**
 * Runs a step once, on a signal that is aborted with the run's or when the step's time is over. Where an earlier attempt
 * may have left its effect, that is looked for first.
 *
 * @throws {OrchestratorError} `transient` when the time is over and the step gave no result
 */
export async function attemptStep<I, O>(
  definition: StepDefinition<I, O>,
  input: I,
  step: StepInfo & { mayHaveRun: boolean },
): Promise<O> {
  const { mayHaveRun, ...info } = step;
  info.signal.throwIfAborted();
  const controller = new AbortController();
  const follow = () => controller.abort(info.signal.reason);
  info.signal.addEventListener('abort', follow, { once: true });
  const { timeoutMs } = definition;
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await settled(
      () => perform(definition, input, { ...info, signal: controller.signal }, mayHaveRun),
      controller.signal,
    );
  } catch (error) {
    // whatever it died of came from being stopped
    if (controller.signal.aborted && !info.signal.aborted) throw timeOver(info.key, timeoutMs ?? 0, error);
    throw error;
  } finally {
    clearTimeout(timer);
    info.signal.removeEventListener('abort', follow);
  }
}

async function perform<I, O>(
  definition: StepDefinition<I, O>,
  input: I,
  info: StepInfo,
  mayHaveRun: boolean,
): Promise<O> {
  const found = mayHaveRun ? await definition.reconcile?.(input, info) : undefined;
  if (found !== undefined) return found;
  info.signal.throwIfAborted();
  return await definition.run(input, info);
}

/** What `action` gives, unless it has not stopped some seconds after the abort. */
async function settled<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const gaveUp = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      timer = setTimeout(() => reject(new StillRunningError()), stopWithinMs);
    });
  });
  try {
    return await Promise.race([action(), gaveUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** A second attempt would run beside the first. */
class StillRunningError extends Error {
  constructor() {
    super(`it did not stop within ${stopWithinMs} ms either`);
  }
}

function timeOver(key: string, timeoutMs: number, cause: unknown): OrchestratorError {
  return new OrchestratorError('transient', `Expected the step ${key} to end within ${timeoutMs} ms, it did not.`, {
    hint: 'Resume the run when the machine or the service it waited for is less busy.',
    retryable: !(cause instanceof StillRunningError),
    cause,
  });
}
