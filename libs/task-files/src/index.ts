export { parseTask } from './parse-task.js';
export { parsePlanReadme, renderPlanReadme } from './plan-readme.js';
export type { PlanReadme } from './plan-readme.js';
export { renderTask } from './render-task.js';
export { taskFileName } from './task-file-name.js';
export { tickTask } from './tick-task.js';
export type { CriterionVerdict } from './tick-task.js';
export * from './generated-files.js';
