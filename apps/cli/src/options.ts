import type { EngineChoice, VerifyMode } from '@devops-orchestrator/contracts';
import type { ClaudeOptions } from './claude/claude-options.js';

/** Options as commander hands them over; a command reads those it declares. */
export interface CommandOptions extends ClaudeOptions {
  repo: string;
  request?: string;
  feature?: string;
  engine: EngineChoice;
  verify: VerifyMode;
  json?: true;
  commit?: boolean;
  dryRun?: true;
  branch?: string;
  worktree?: true;
  logFormat?: 'text' | 'json';
  debug?: true;
  advisory?: true;
}
