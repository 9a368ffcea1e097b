export * from './direct-steps.js';
export * from './fixed-clock.js';
export * from './in-memory-git.js';
export * from './in-memory-tree.js';
export * from './in-memory-workspace.js';
export * from './recording-context.js';
export * from './scripted-commands.js';
export * from './in-memory-run-store.js';
