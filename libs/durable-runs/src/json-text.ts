import { OrchestratorError } from '@devops-orchestrator/contracts';

/** JSON text of a step's input or output. @throws {OrchestratorError} `contract-violated` when it is none: undefined, a cycle. */
export function jsonTextOf(value: unknown, what: string): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  const found = cause instanceof Error ? cause.message : typeof value;
  throw new OrchestratorError('contract-violated', `Expected the ${what} to be JSON, found ${found}.`, {
    hint: 'This is a defect of that step: let it give null where there is nothing, and plain values elsewhere.',
    cause,
  });
}
