export { openGit } from './open-git.js';
export { openCommands } from './open-commands.js';
export type { CommandOptions } from './open-commands.js';
export { openWorkspace } from './open-workspace.js';
export { redactSecrets, secretValues } from '@devops-orchestrator/contracts';
export { removeTemporaryFiles } from './remove-workspace-file.js';
export { scanFiles } from './scan-files.js';
export type { ScanLimits } from './scan-files.js';
export { systemClock } from './system-clock.js';
