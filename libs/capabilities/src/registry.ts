import type { Capability } from './capability.js';
import { composeCapability } from './compose/compose.capability.js';
import { containerImageCapability } from './container-image/container-image.capability.js';
import { deploymentScriptsCapability } from './deployment-scripts/deployment-scripts.capability.js';
import { githubActionsCapability } from './github-actions/github-actions.capability.js';
import { monitoringCapability } from './monitoring/monitoring.capability.js';
import { validationCapability } from './validation/validation.capability.js';

/** Every capability, in the order in which contributions to one task follow each other. */
export const capabilities: readonly Capability[] = [
  containerImageCapability,
  composeCapability,
  githubActionsCapability,
  monitoringCapability,
  deploymentScriptsCapability,
  validationCapability,
];

/** The capability of an id; undefined when there is none. */
export function findCapability(id: string): Capability | undefined {
  return capabilities.find((capability) => capability.id === id);
}
