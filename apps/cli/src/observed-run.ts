import type { DurableEnvironment } from '@devops-orchestrator/core-orchestrator';
import { durableEnvironment } from './durable-environment.js';
import type { CommandOptions } from './options.js';
import { type Progress, showProgress } from './terminal/progress.js';

/** A run on this machine and what tells of it. */
export interface ObservedRun {
  environment: DurableEnvironment;
  progress: Progress;
}

/**
 * Opens the environment of a run: told to people or, with `--log-format json`, as one JSON line per event with the ids of
 * run and step; traced and measured where the process was started with OpenTelemetry (a variable `OTEL_…` is set).
 */
export async function openObservedRun(
  root: string,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<ObservedRun> {
  const isTraced = Object.keys(process.env).some((name) => name.startsWith('OTEL_'));
  if (options.logFormat !== 'json' && !isTraced) {
    const progress = showProgress(process.stderr, options.debug === true);
    return { progress, environment: await durableEnvironment(root, signal, (event) => progress.tell(event), options) };
  }
  // loaded for those who ask: people at a terminal do not wait for it
  const { openTracedRun } = await import('./traced-run.js');
  return openTracedRun(root, options, signal);
}
