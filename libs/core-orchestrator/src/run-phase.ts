import { OrchestratorError, type Phase, type PhaseContext, type PhaseReport } from '@devops-orchestrator/contracts';
import type { z, ZodError } from 'zod';

/** A phase that could not finish; `cause` says why. */
export class PhaseFailedError extends Error {
  readonly phase: PhaseReport;
  override readonly cause: OrchestratorError;

  constructor(phase: PhaseReport, cause: OrchestratorError) {
    super(cause.message, { cause });
    this.name = 'PhaseFailedError';
    this.phase = phase;
    this.cause = cause;
  }
}

export interface PhaseRun<Output> {
  report: PhaseReport;
  output: Output;
}

/**
 * Runs one phase: input and output are checked against its contract, its start and end are told.
 *
 * @throws {PhaseFailedError} whatever goes wrong inside.
 */
export async function runPhase<Input, Output>(
  phase: Phase<Input, Output>,
  input: Input,
  context: PhaseContext,
): Promise<PhaseRun<Output>> {
  const started = context.clock.monotonicMs();
  const report = (status: PhaseReport['status']): PhaseReport => ({
    id: phase.id,
    agent: phase.agent,
    status,
    durationMs: context.clock.monotonicMs() - started,
  });
  context.emit({ type: 'phase-started', phase: phase.id, agent: phase.agent });
  try {
    const output = checked(phase.output, await phase.run(checked(phase.input, input, 'input'), context), 'output');
    const done = report('done');
    context.emit({ type: 'phase-finished', phase: phase.id, durationMs: done.durationMs });
    return { report: done, output };
  } catch (error) {
    throw new PhaseFailedError(report('failed'), asOrchestratorError(error, context.signal));
  }
}

function checked<T>(schema: z.ZodType<T>, value: T, side: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new OrchestratorError(
    'contract-violated',
    `The phase's ${side} breaks its contract: ${firstIssue(result.error)}`,
    {
      hint: 'This is a defect of the orchestrator: please report it with the request and the repository layout.',
      cause: result.error,
    },
  );
}

function firstIssue(error: ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'value'}: ${issue.message}`;
}

/** Anything thrown, as an error with a code and a hint. */
export function asOrchestratorError(error: unknown, signal: AbortSignal): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  if (signal.aborted) {
    const terminated = ['SIGTERM', 'SIGHUP', 'SIGPIPE'].includes(String(signal.reason));
    return new OrchestratorError(terminated ? 'terminated' : 'interrupted', 'The run was interrupted.', {
      hint: 'Nothing is lost: `devops-orchestrator resume` goes on.',
      cause: error,
    });
  }
  return new OrchestratorError(
    'contract-violated',
    `Unexpected: ${error instanceof Error ? error.message : String(error)}`,
    {
      hint: 'This is a defect of the orchestrator: please report it with the request and the repository layout.',
      cause: error,
    },
  );
}
