export { judgeCommand } from './judge-command.js';
export type { PolicyOptions, PolicyReason, PolicyVerdict } from './policy-verdict.js';
