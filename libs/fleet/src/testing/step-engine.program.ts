import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { carryOutScenario, outcomeOf, type ScenarioOutcome, type ScenarioRun } from '@devops-orchestrator/test-kit';
import { openPool } from '../dbos/database.js';
import { DbosSteps } from '../dbos/dbos-steps.js';

/** Carries a scenario out as a workflow of DBOS, both named on the command line, and prints how it ended. */
const [databaseUrl = '', text = ''] = process.argv.slice(2);
const run = JSON.parse(text) as ScenarioRun;
const stopping = new AbortController();
const silent = () => undefined;

async function workflow(): Promise<ScenarioOutcome> {
  appendFileSync(join(run.folder, 'executions'), '.');
  const execution = readFileSync(join(run.folder, 'executions')).length;
  const steps = new DbosSteps({
    runId: run.runId,
    execution,
    signal: stopping.signal,
    assertOwner: async () => undefined,
  });
  const outcome = await outcomeOf(carryOutScenario(run, steps));
  if (steps.interruption !== undefined) throw steps.interruption;
  return outcome;
}

function print(outcome: ScenarioOutcome): void {
  process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
}

// as a worker does: what is under way gets a moment, and goes on in the next process
process.on('SIGTERM', () => {
  stopping.abort(new Error('stopped by the user'));
  setTimeout(() => print({ status: 'aborted' }), 300);
});

DBOS.setConfig({
  name: 'step-runner-contract',
  systemDatabaseUrl: databaseUrl,
  systemDatabasePool: openPool(databaseUrl, 'step-runner-contract', 5),
  // its own executor: this process goes on with this run, and with no other
  executorID: run.runId,
  applicationVersion: '1',
  logger: { debug: silent, info: silent, warn: silent, error: silent },
  runMigrations: false,
});
const start = DBOS.registerWorkflow(workflow, { name: 'scenario' });
await DBOS.launch();
const handle = await DBOS.startWorkflow(start, { workflowID: run.runId })();
print(await handle.getResult({ pollingIntervalMs: 20 }));
