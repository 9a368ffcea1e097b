export * from './quote-helpers.js';
export * from './render-template.js';
export * from './quote-untrusted.js';
