export * from './github-actions.js';
export type * from './runtime-table.js';
export * from './runtimes.js';
export * from './service-images.js';
