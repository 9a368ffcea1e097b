export { redactSecrets, secretValues } from './redact-secrets.js';
export { scanFiles } from './scan-files.js';
export type { ScanLimits } from './scan-files.js';
export { systemClock } from './system-clock.js';
