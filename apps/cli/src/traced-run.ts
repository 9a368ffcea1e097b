import type { RunEvent } from '@devops-orchestrator/contracts';
import { observedStore, openLog, phaseSpans, tracedSteps } from '@devops-orchestrator/fleet/observability';
import { durableEnvironment } from './durable-environment.js';
import type { ObservedRun } from './observed-run.js';
import type { CommandOptions } from './options.js';
import { type Progress, showProgress } from './terminal/progress.js';

/** A run whose phases and steps are spans and figures of OpenTelemetry, told to people or as JSON lines. */
export async function openTracedRun(root: string, options: CommandOptions, signal: AbortSignal): Promise<ObservedRun> {
  let runId: string | undefined;
  let spans: ((event: RunEvent) => void) | undefined;
  const progress =
    options.logFormat === 'json' ? logProgress(() => runId) : showProgress(process.stderr, options.debug === true);
  const environment = await durableEnvironment(
    root,
    signal,
    (event) => {
      progress.tell(event);
      spans?.(event);
    },
    options,
  );
  const store = observedStore(environment.store, (steps, id) => {
    runId = id;
    spans = phaseSpans(id);
    return tracedSteps(steps, id);
  });
  return { progress, environment: { ...environment, store } };
}

function logProgress(currentRun: () => string | undefined): Progress {
  const log = openLog({ format: 'json', level: 'info', write: (line) => void process.stderr.write(line) });
  return {
    tell: ({ type, ...facts }) => log.info({ runId: currentRun(), ...facts }, type),
    close: () => undefined,
  };
}
