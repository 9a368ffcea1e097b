import type { StepDefinition, StepRunner } from '@devops-orchestrator/contracts';

/** A run id for tests. */
export const exampleRunId = '01JD0000000000000000000000';

/**
 * Runs each step at once, and holds the rules of the port: keys are unique, input and output survive JSON.
 * @throws {Error} when a key comes twice.
 */
export function directSteps(
  signal: AbortSignal = new AbortController().signal,
  runId = exampleRunId,
): StepRunner & { keys: string[] } {
  const keys: string[] = [];
  return {
    keys,
    async step<I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> {
      if (keys.includes(key)) throw new Error(`step key used twice: ${key}`);
      keys.push(key);
      return throughJson(await definition.run(throughJson(input), { key, runId, attempt: 1, signal }));
    },
  };
}

function throughJson<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
