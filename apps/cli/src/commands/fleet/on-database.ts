/** Loaded only for those who name a database: it takes longer than the rest of the command. */
export { openDbosEngine, startWorker } from '@devops-orchestrator/fleet/dbos';
