import { OrchestratorError, type RunReport } from '@devops-orchestrator/contracts';
import type { FleetRun } from '../documents/fleet.js';

/** The report of a run that did not come as far as the pipeline. */
export function failedReport({ runId, entry }: FleetRun, error: unknown, at = new Date()): RunReport {
  const problem =
    error instanceof OrchestratorError
      ? error
      : new OrchestratorError(
          'contract-violated',
          `Unexpected: ${error instanceof Error ? error.message : String(error)}`,
          {
            hint: 'This is a defect of the orchestrator: please report it with the request and the repository layout.',
            cause: error,
          },
        );
  return {
    schemaVersion: 1,
    status: 'failed',
    runId,
    exitCode: problem.exitCode,
    request: entry.request,
    engine: 'builtin',
    verify: entry.verify,
    startedAt: at.toISOString(),
    durationMs: 0,
    phases: [],
    tasks: [],
    readiness: [],
    nextSteps: [],
    commits: [],
    failure: { code: problem.code, message: problem.message, remediation: problem.hint },
    notes: [],
  };
}
