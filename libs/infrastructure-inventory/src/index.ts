export { readInventory } from './read-inventory.js';
export { isSecretName, withoutSecrets } from './secret-text.js';
