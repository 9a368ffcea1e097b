export * from './github-actions.js';
export * from './runtimes.js';
export * from './service-images.js';
