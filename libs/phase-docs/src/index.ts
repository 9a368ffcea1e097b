export { checkDocuments } from './check-documents.js';
export type { CheckedDocument } from './check-documents.js';
export { DocsInput, DocsOutput } from './contract.js';
export { docsPhase } from './docs.phase.js';
