export type * from './detector.js';
export * from './repository-view.js';
export * from './environment/collect-environment.js';
export * from './environment/secret-name.js';
export * from './runtime/resolve-runtime.js';
export * from './analyze-repository.js';
