export type * from './capability.js';
export type * from './delivery-model/delivery-model.js';
