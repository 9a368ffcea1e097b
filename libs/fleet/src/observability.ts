export { logContext, withLogContext } from './observability/log-context.js';
export { observedStore } from './observability/observed-store.js';
export { type Log, type LogFormat, openLog, type LogOptions } from './observability/open-log.js';
export { phaseSpans } from './observability/phase-spans.js';
export { tracedRun, tracedSteps } from './observability/traced-steps.js';
