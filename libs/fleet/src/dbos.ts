export { type DbosEngineOptions, openDbosEngine } from './dbos/dbos-engine.js';
export { startWorker, type Worker, type WorkerOptions } from './dbos/worker.js';
