export { type DryRun, dryRun } from './dry-run/dry-run.js';
export { orchestrate, type RunOptions } from './orchestrate.js';
export { loadPlan } from './load-plan.js';
export { renderReport } from './report/render-report.js';
export { sanitizeRequest } from './sanitize-request.js';
export { abortRun, type AbortedRun } from './durable/abort-run.js';
export type { DurableEnvironment, World } from './durable/environment.js';
export { resumeRun } from './durable/resume-run.js';
export { type NewRun, runDurably } from './durable/run-durably.js';
