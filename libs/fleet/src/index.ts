export * from './documents/fleet.js';
export * from './documents/summary.js';
export type * from './engine.js';
export { FleetList } from './fleet-list/fleet-list.js';
export { type FleetDefaults, type FleetSources, readFleet, repositoryKey } from './fleet-list/read-fleet.js';
export { type LocalEngineOptions, openLocalEngine } from './local/local-engine.js';
