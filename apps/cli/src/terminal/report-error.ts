import { OrchestratorError } from '@devops-orchestrator/contracts';
import { printJson, printText } from './print.js';

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
  if (json) printJson({ error: { code, message, hint } });
  else printText(process.stderr, `error: ${message}\n  ${hint}`);
  return known?.exitCode ?? 1;
}
