import { OrchestratorError } from '@devops-orchestrator/contracts';

export function unusable(message: string, hint: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError('repository-unusable', message, { hint, cause });
}

export function refMoved(cause?: unknown): OrchestratorError {
  return new OrchestratorError('transient', 'Expected the branch to stay where it was, but something else moved it.', {
    hint: 'Wait until no other git command runs in the repository, then try again.',
    cause,
  });
}
