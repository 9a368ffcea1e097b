import type { OrchestratorError, RunState, RunSummary } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import type { JournalState } from './journal-state.js';
import { timeOfRunId } from './run-id.js';

const resumableStates: readonly RunState[] = ['stopped', 'failed', 'interrupted'];

/** One line of the list. @param refusal why this program cannot replay its steps */
export function summarizeRun(
  { header, end, steps, updatedAt }: JournalState,
  isRunning: boolean,
  refusal: OrchestratorError | undefined,
): RunSummary {
  const { runId, request, scope, startedAt } = header;
  const state: RunState = isRunning ? 'running' : (end?.status ?? 'stopped');
  const all = [...steps.values()];
  const current = all.findLast(({ output }) => output === undefined)?.key;
  const reason = end?.reason ?? refusal?.message;
  return {
    schemaVersion: 1,
    runId,
    state,
    ...(end?.feature === undefined ? {} : { feature: end.feature }),
    request: request.request,
    scope,
    verify: request.verify,
    startedAt,
    updatedAt,
    stepsDone: all.filter(({ output }) => output !== undefined).length,
    ...(current === undefined ? {} : { currentStep: current }),
    ...(end === undefined ? {} : { exitCode: end.exitCode }),
    ...(reason === undefined ? {} : { reason }),
    resumable: resumableStates.includes(state) && refusal === undefined,
  };
}

/** One line of the list for a run whose journal cannot be read. */
export function summarizeUnreadable(runId: string, firstLine: string, reason: string): RunSummary {
  const startedAt = timeOfRunId(runId).toISOString();
  return {
    schemaVersion: 1,
    runId,
    state: 'stopped',
    request: requestIn(firstLine),
    scope: 'all',
    verify: 'auto',
    startedAt,
    updatedAt: startedAt,
    stepsDone: 0,
    reason,
    resumable: false,
  };
}

const SomeHeader = z.object({ header: z.object({ request: z.object({ request: z.string() }) }) });

function requestIn(firstLine: string): string {
  try {
    return SomeHeader.parse(JSON.parse(firstLine)).header.request.request;
  } catch {
    return '';
  }
}
