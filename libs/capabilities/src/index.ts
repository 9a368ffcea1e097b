export type * from './capability.js';
export * from './delivery-model/build-delivery-model.js';
export type * from './delivery-model/delivery-model.js';
export * from './registry.js';
