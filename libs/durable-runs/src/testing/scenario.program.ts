import type { ScenarioRun } from '@devops-orchestrator/test-kit';
import { runScenario } from './embedded-engine.js';

/** Goes through a scenario on a journal, both named on the command line, and prints how it ended. */
const [folder, run] = process.argv.slice(2);
console.log(JSON.stringify(await runScenario(folder!, JSON.parse(run!) as ScenarioRun)));
