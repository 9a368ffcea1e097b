// Runs or resumes the pipeline in this process, on the real ports, and kills the process (SIGKILL) at the asked step:
//   node crash-driver.mjs run|resume ROOT REQUEST [before|after STEP-NUMBER]
// `before`: the step is recorded as started, its effect is not there; `after`: its effect is there, its result is not recorded.
// Prints how many steps there were when it is not killed.
import { writeSync } from 'node:fs';
import { resumeRun, runDurably } from '@devops-orchestrator/core-orchestrator';
import { newRunId, openRunStore } from '@devops-orchestrator/durable-runs';
import { openCommands, openGit, openWorkspace, systemClock } from '@devops-orchestrator/workspace';

const [mode, root, request, when, number] = process.argv.slice(2);
const git = openGit(root);
const store = openRunStore(await git.stateFolder(), { programVersion: '0.0.0-crash' });
let count = 0;

function killedAt(point) {
  if (when === point && count === Number(number)) process.kill(process.pid, 'SIGKILL');
}

function dying(journal) {
  return {
    get header() {
      return journal.header;
    },
    get end() {
      return journal.end;
    },
    get recorded() {
      return journal.recorded;
    },
    reopen: () => journal.reopen(),
    finish: (end) => journal.finish(end),
    close: () => journal.close(),
    steps: (signal) => {
      const steps = journal.steps(signal);
      return {
        step: (definition, key, input) => {
          const run = async (wanted, info) => {
            count += 1;
            killedAt('before');
            const output = await definition.run(wanted, info);
            killedAt('after');
            return output;
          };
          return steps.step({ ...definition, run }, key, input);
        },
      };
    },
  };
}

const environment = {
  store: {
    lock: (runId) => store.lock(runId),
    create: async (header) => dying(await store.create(header)),
    open: async (runId, purpose) => dying(await store.open(runId, purpose)),
    list: () => store.list(),
    prune: (keep) => store.prune(keep),
  },
  programVersion: '0.0.0-crash',
  newRunId: () => newRunId(),
  notice: () => undefined,
  openWorld: (path, runId) => ({
    workspace: openWorkspace(path),
    git: openGit(path),
    commands: openCommands(path, { runId }),
    clock: systemClock,
    signal: new AbortController().signal,
    emit: () => undefined,
  }),
};
const words = { schemaVersion: 1, request, repositoryName: 'shop', engine: 'builtin', verify: 'static', commit: true };
const report =
  mode === 'run' ? await runDurably({ root, request: words }, environment) : await resumeRun(undefined, environment);
writeSync(1, `${JSON.stringify({ steps: count, report })}\n`);
