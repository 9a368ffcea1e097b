export * from './contract.js';
export { readIntent, type KnownCapability } from './intent/read-intent.js';
export * from './pm.phase.js';
export { PlanProposal, SavedProposal } from './proposal/plan-proposal.js';
export * from './plan/plan-facts.js';
export * from './plan/plan-request.js';
export { describeStaleFacts, planFacts, staleFacts } from './plan/plan-facts.js';
