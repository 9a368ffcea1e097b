export type * from './detector.js';
export * from './repository-view.js';
