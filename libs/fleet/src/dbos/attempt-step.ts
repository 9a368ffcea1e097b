import { setTimeout as delay } from 'node:timers/promises';
import { OrchestratorError, type StepDefinition, type StepInfo } from '@devops-orchestrator/contracts';

/** Runs a step by its own policy: asks for an earlier effect, holds its time, tries again what is worth it. */
export async function attemptStep<I, O>(
  { name, retry, timeoutMs, run, reconcile }: StepDefinition<I, O>,
  first: StepInfo,
  input: I,
): Promise<O> {
  const attempts = retry?.attempts ?? 1;
  for (let tried = 0; ; tried += 1) {
    first.signal.throwIfAborted();
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const signal = timeout === undefined ? first.signal : AbortSignal.any([first.signal, timeout]);
    const step: StepInfo = { ...first, attempt: first.attempt + tried, signal };
    try {
      const earlier = step.attempt > 1 ? await reconcile?.(input, step) : undefined;
      return earlier === undefined ? await interruptible(run(input, step), signal) : earlier;
    } catch (error) {
      if (first.signal.aborted) throw error;
      const problem = timeout?.aborted === true ? tooLong(name, timeoutMs ?? 0, error) : error;
      if (!(problem instanceof OrchestratorError) || !problem.retryable || tried + 1 >= attempts) throw problem;
      await delay((retry?.firstDelayMs ?? 0) * (retry?.factor ?? 1) ** tried, undefined, { signal: first.signal });
    }
  }
}

/** A step that does not listen to its signal is left to itself. */
async function interruptible<O>(work: Promise<O>, signal: AbortSignal): Promise<O> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

function tooLong(name: string, timeoutMs: number, cause: unknown): OrchestratorError {
  return new OrchestratorError('transient', `The step ${name} took longer than ${timeoutMs} ms.`, {
    hint: 'Run the same command again; nothing is lost.',
    cause,
  });
}
