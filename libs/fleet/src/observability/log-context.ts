import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line of the log says about where it comes from. */
export interface LogContext {
  runId?: string;
  step?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** The ids of the run and the step that the caller is in. */
export function logContext(): LogContext {
  return storage.getStore() ?? {};
}

/** Runs something whose log lines carry these ids besides those around it. */
export function withLogContext<T>(context: LogContext, run: () => T): T {
  return storage.run({ ...logContext(), ...context }, run);
}
