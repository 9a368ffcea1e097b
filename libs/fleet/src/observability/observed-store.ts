import type { RunJournal, RunStore, StepRunner } from '@devops-orchestrator/contracts';

/** The same store, whose runs' steps are decorated: told, traced, counted. */
export function observedStore(store: RunStore, observe: (steps: StepRunner, runId: string) => StepRunner): RunStore {
  const observed = (journal: RunJournal): RunJournal => ({
    header: journal.header,
    get end() {
      return journal.end;
    },
    get recorded() {
      return journal.recorded;
    },
    reopen: () => journal.reopen(),
    steps: (signal) => observe(journal.steps(signal), journal.header.runId),
    finish: (end) => journal.finish(end),
    close: () => journal.close(),
  });
  return {
    lock: (runId) => store.lock(runId),
    create: async (header) => observed(await store.create(header)),
    open: async (runId, purpose) => observed(await store.open(runId, purpose)),
    list: () => store.list(),
    prune: (keep) => store.prune(keep),
  };
}
