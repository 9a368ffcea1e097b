import type { Inventory } from '@devops-orchestrator/contracts';

export type InventoryAlert = Inventory['alerts'][number];
