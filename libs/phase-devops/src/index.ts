export * from './contract.js';
export * from './devops.phase.js';
export { taskStartKey } from './run-task.js';
