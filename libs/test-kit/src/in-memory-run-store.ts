import { OrchestratorError } from '@devops-orchestrator/contracts';
import type {
  RecordedStep,
  RunEnd,
  RunHeader,
  RunJournal,
  RunLock,
  RunState,
  RunStore,
  RunSummary,
  StepDefinition,
  StepRunner,
} from '@devops-orchestrator/contracts';

/** Thrown where a test kills the run. */
class CrashError extends Error {}

/** Where the process dies: at the n-th step, before its effect, or after it and before its record. */
export interface CrashPoint {
  step: number;
  when: 'before-effect' | 'after-effect';
}

interface StoredRun {
  header: RunHeader;
  end?: RunEnd | undefined;
  recorded: RecordedStep[];
}

/** Runs and lock of one repository without a disk; can die at any step, as a killed process would. */
export class InMemoryRunStore implements RunStore {
  readonly runs = new Map<string, StoredRun>();
  /** Set by a test; used up by the crash. */
  crashAt: CrashPoint | undefined;
  locked = false;
  /** True from the crash on, until a new process takes the lock: nothing is recorded any more. */
  crashed = false;
  #started = 0;

  async lock(): Promise<RunLock> {
    if (this.locked) throw new OrchestratorError('repository-locked', 'Another run is under way.', { hint: 'Wait.' });
    this.locked = true;
    this.crashed = false;
    return { takenOver: undefined, release: async () => void (this.locked = false) };
  }

  async create(header: RunHeader): Promise<RunJournal> {
    this.runs.set(header.runId, { header, recorded: [] });
    return this.#journalOf(header.runId);
  }

  async open(runId?: string): Promise<RunJournal> {
    const id = runId ?? [...this.runs.keys()].at(-1);
    if (id === undefined || !this.runs.has(id)) {
      throw new OrchestratorError('run-not-found', 'There is no such run.', { hint: 'Start one.' });
    }
    return this.#journalOf(id);
  }

  async list(): Promise<readonly RunSummary[]> {
    return [...this.runs.values()].reverse().map(({ header, end, recorded }) => {
      const state: RunState = end?.status ?? 'stopped';
      return {
        schemaVersion: 1,
        runId: header.runId,
        state,
        request: header.request.request,
        scope: header.scope,
        verify: header.request.verify,
        startedAt: header.startedAt,
        updatedAt: header.startedAt,
        stepsDone: recorded.filter(({ result }) => result !== undefined).length,
        resumable: ['stopped', 'failed', 'interrupted'].includes(state),
      };
    });
  }

  async prune(): Promise<void> {
    return undefined;
  }

  #journalOf(runId: string): RunJournal {
    const run = this.runs.get(runId)!;
    return {
      header: run.header,
      get end() {
        return run.end;
      },
      get recorded() {
        return run.recorded;
      },
      reopen: async () => {
        const from = run.recorded.findIndex(({ key }) => key === run.end?.resumeFrom);
        if (from >= 0) run.recorded.splice(from);
        run.end = undefined;
      },
      steps: (signal) => this.#stepsOf(run, signal),
      finish: async (end) => void (run.end = this.crashed ? run.end : end),
      close: async () => undefined,
    };
  }

  #stepsOf(run: StoredRun, signal: AbortSignal): StepRunner {
    return {
      step: async <I, O>(definition: StepDefinition<I, O>, key: string, input: I): Promise<O> => {
        if (this.crashed) throw new CrashError('the process is gone');
        const before = run.recorded.find((step) => step.key === key);
        if (before?.result !== undefined) {
          assertSameInput(before, throughJson(input));
          return throughJson(before.result.output) as O;
        }
        const step: RecordedStep = before ?? { key, name: definition.name, input: throughJson(input) };
        if (before === undefined) run.recorded.push(step);
        const { runId } = run.header;
        const info = { key, runId, attempt: before === undefined ? 1 : 2, signal };
        this.#dieIf('before-effect');
        const found = before === undefined ? undefined : await definition.reconcile?.(input, info);
        const output = found ?? (await definition.run(throughJson(input), info));
        this.#dieIf('after-effect');
        step.result = { output: throughJson(output) };
        return throughJson(output);
      },
    };
  }

  #dieIf(when: CrashPoint['when']): void {
    if (when === 'before-effect') this.#started += 1;
    if (this.crashAt?.when !== when || this.crashAt.step !== this.#started) return;
    this.crashAt = undefined;
    this.crashed = true;
    this.locked = false;
    throw new CrashError(`killed ${when} of step ${this.#started}`);
  }
}

function assertSameInput({ key, input }: RecordedStep, now: unknown): void {
  if (JSON.stringify(input) === JSON.stringify(now)) return;
  throw new Error(`step ${key} was recorded with another input`);
}

function throughJson<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
