export * from './contract.js';
export * from './devops.phase.js';
export { applyTask, taskStartKey } from './run-task.js';
export { cleanUpCheck, runCheckStep } from './run-check.js';
