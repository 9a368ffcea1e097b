import type { RunHeader } from '@devops-orchestrator/contracts';
import { exampleRunId } from './direct-steps.js';

/** A whole header of a run, for tests. */
export function exampleRunHeader(changes: Partial<RunHeader> = {}): RunHeader {
  return {
    schemaVersion: 1,
    runId: exampleRunId,
    programVersion: '1.0.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    root: '/repository',
    scope: 'all',
    request: {
      schemaVersion: 1,
      request: 'Containerize this application',
      repositoryName: 'repository',
      engine: 'builtin',
      verify: 'static',
      commit: true,
    },
    ...changes,
  };
}
