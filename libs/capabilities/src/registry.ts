import type { Capability } from './capability.js';

/** Every capability, in the order in which contributions to one task follow each other. */
export const capabilities: readonly Capability[] = [];

/** The capability of an id; undefined when there is none. */
export function findCapability(id: string): Capability | undefined {
  return capabilities.find((capability) => capability.id === id);
}
