export { carryOutStep } from './carry-out-step.js';
export type { Sleep, StepCall } from './carry-out-step.js';
export { jsonTextOf } from './json-text.js';
export { openRunStore } from './open-run-store.js';
export type { RunStoreOptions } from './open-run-store.js';
export { systemIdentity } from './process-identity.js';
export type { ProcessIdentity, ProcessMark } from './process-identity.js';
export { newRunId } from './run-id.js';
