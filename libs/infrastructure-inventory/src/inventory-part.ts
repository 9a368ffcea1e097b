import type { Inventory } from '@devops-orchestrator/contracts';

/** One place where a variable is set or read, and what that place says about it. */
export interface VariableUse {
  name: string;
  path: string;
  line: number;
  required?: boolean;
  default?: string;
  description?: string;
  /** True when a value seen here holds credentials, whatever the name says. */
  secret?: boolean;
}

/** What one file adds to the inventory. */
export interface InventoryPart extends Partial<
  Omit<Inventory, 'schemaVersion' | 'environment' | 'unreadable' | 'files'>
> {
  variables?: VariableUse[];
  /** Repository-relative paths of files that it mounts into containers. */
  mounts?: string[];
  /** Names of alerts that a rule test names. */
  testedAlerts?: string[];
}

/** Reads one file of a known kind; throws when it is not what it seems to be. */
export type FileReader = (path: string, text: string) => InventoryPart;
