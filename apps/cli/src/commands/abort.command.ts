import { abortRun } from '@devops-orchestrator/core-orchestrator';
import { durableEnvironment } from '../durable-environment.js';
import { resolveRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { printJson, printText } from '../terminal/print.js';
import { showProgress } from '../terminal/progress.js';

/** `abort`: gives a run up and puts back what it wrote and did not commit. */
export async function abortCommand({ repo, json }: CommandOptions, [runId]: readonly string[]): Promise<number> {
  const progress = showProgress(process.stderr, false);
  const environment = await durableEnvironment(resolveRepository(repo), signalsOfProcess(), (event) =>
    progress.tell(event),
  );
  const aborted = await abortRun(runId, environment);
  const lines = [
    `Run ${aborted.runId} is aborted.`,
    ...aborted.restored.map((path) => `  put back ${path}`),
    ...aborted.left.map((path) => `  left ${path}: somebody changed it after the run wrote it`),
  ];
  if (json === true) printJson({ schemaVersion: 1, ...aborted });
  else printText(process.stdout, lines.join('\n'));
  return 0;
}
