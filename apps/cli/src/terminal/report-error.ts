import { OrchestratorError } from '@devops-orchestrator/contracts';

/**
 * Says what was expected, what was found and what to do next; never a stack trace.
 *
 * @returns the exit status.
 */
export function reportError(error: unknown, json: boolean): number {
  const known = error instanceof OrchestratorError ? error : undefined;
  const code = known?.code ?? 'contract-violated';
  const message = error instanceof Error ? error.message : String(error);
  const hint = known?.hint ?? 'This is a defect of the orchestrator: please report it with the command you ran.';
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, hint } }, null, 2)}\n`);
  else process.stderr.write(`error: ${message}\n  ${hint}\n`);
  return known?.exitCode ?? 1;
}
