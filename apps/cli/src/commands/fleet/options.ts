import type { EngineChoice, VerifyMode } from '@devops-orchestrator/contracts';
import type { LogFormat } from '@devops-orchestrator/fleet';

/** Options of the `fleet` commands; a command reads those it declares. */
export interface FleetOptions {
  request?: string;
  feature?: string;
  engine?: EngineChoice;
  verify?: VerifyMode;
  branch?: string;
  commit?: boolean;
  push?: true;
  depth?: number;
  fleet?: string;
  concurrency: number;
  databaseUrl?: string;
  workFolder?: string;
  output?: string;
  detach?: true;
  json?: true;
  name: string;
  recoverEvery: number;
  logFormat: LogFormat;
}
