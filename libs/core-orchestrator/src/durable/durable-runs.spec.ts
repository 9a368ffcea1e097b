import type { OrchestrationRequest, RunReport } from '@devops-orchestrator/contracts';
import {
  type CrashPoint,
  exampleRunId,
  fixedClock,
  InMemoryGit,
  InMemoryRunStore,
  InMemoryWorkspace,
  ScriptedCommands,
} from '@devops-orchestrator/test-kit';
import { abortRun } from './abort-run.js';
import type { DurableEnvironment } from './environment.js';
import { resumeRun } from './resume-run.js';
import { runDurably } from './run-durably.js';

const application = {
  'README.md': '# Shop\n',
  'package.json': JSON.stringify({
    name: 'shop',
    main: 'server.js',
    scripts: { start: 'node server.js', test: 'node --test' },
    dependencies: { express: '^5.0.0' },
  }),
  'server.js': "require('express')().listen(process.env.PORT || 3000);\n",
};
const request: OrchestrationRequest = {
  schemaVersion: 1,
  request: 'Dockerize this',
  repositoryName: 'shop',
  engine: 'builtin',
  verify: 'static',
  commit: true,
};
const run = { root: '/in-memory/shop', request };

/** One repository and its runs; `scriptedTo` sets the exit status of every shell command. */
class Machine {
  readonly workspace = new InMemoryWorkspace(application, 'shop');
  readonly git = new InMemoryGit({}, this.workspace);
  readonly store = new InMemoryRunStore();
  readonly notices: string[] = [];
  readonly signal = new AbortController().signal;
  crashing = false;

  readonly environment: DurableEnvironment = {
    store: this.store,
    programVersion: '0.0.0',
    newRunId: () => exampleRunId,
    notice: (message) => void this.notices.push(message),
    openWorld: () => ({
      workspace: this.workspace,
      git: this.git,
      commands: new ScriptedCommands([{ program: 'bash' }]),
      clock: fixedClock(),
      signal: this.signal,
      emit: () => undefined,
    }),
  };

  /** Runs, dies where asked, and resumes in what would be another process. */
  async runWithCrash(crashAt: CrashPoint): Promise<RunReport> {
    this.store.crashAt = crashAt;
    await runDurably(run, this.environment).catch(() => undefined);
    if (!this.store.crashed) throw new Error(`nothing was killed at step ${crashAt.step}`);
    return resumeRun(undefined, this.environment);
  }
}

async function uninterrupted() {
  const machine = new Machine();
  const report = await runDurably(run, machine.environment);
  const steps = machine.store.runs.get(exampleRunId)?.recorded.length ?? 0;
  return { machine, report, steps };
}

describe('resumeRun', () => {
  it('ends as the uninterrupted run does, wherever the process was killed: same files, same commits, same report', async () => {
    const expected = await uninterrupted();
    expect(expected.report.status).toBe('done');
    expect(expected.steps).toBeGreaterThan(15);
    for (let step = 1; step <= expected.steps; step += 1) {
      for (const when of ['before-effect', 'after-effect'] as const) {
        const machine = new Machine();
        const report = await machine.runWithCrash({ step, when });
        expect({ step, when, files: machine.workspace.files }).toEqual({
          step,
          when,
          files: expected.machine.workspace.files,
        });
        expect(machine.git.commits).toEqual(expected.machine.git.commits);
        expect(report).toEqual(expected.report);
      }
    }
  }, 120_000);
});
