export { type DryRun, dryRun } from './dry-run/dry-run.js';
export { orchestrate, type RunOptions } from './orchestrate.js';
export { loadPlan } from './load-plan.js';
export { renderReport } from './report/render-report.js';
export { sanitizeRequest } from './sanitize-request.js';
