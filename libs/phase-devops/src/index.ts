export * from './contract.js';
export * from './devops.phase.js';
