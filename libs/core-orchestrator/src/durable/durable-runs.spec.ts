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
  private readonly commands: ScriptedCommands;

  constructor(commands = new ScriptedCommands([{ program: 'bash' }])) {
    this.commands = commands;
  }

  readonly environment: DurableEnvironment = {
    store: this.store,
    programVersion: '0.0.0',
    newRunId: () => exampleRunId,
    notice: (message) => void this.notices.push(message),
    openWorld: () => ({
      workspace: this.workspace,
      git: this.git,
      commands: this.commands,
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
  it('F50: ends as the uninterrupted run does, wherever the process was killed: same files, same commits, same report', async () => {
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

/** A machine whose shell commands end with this status, and what the run proved there. */
function machineWith(exitCode: () => number) {
  const machine = new Machine(new ScriptedCommands([{ program: 'bash', result: () => ({ exitCode: exitCode() }) }]));
  return { machine, start: () => runDurably({ ...run, request: { ...request, verify: 'auto' } }, machine.environment) };
}

function fileOfFailedTask({ tasks }: RunReport): string {
  return tasks.find(({ status }) => status === 'failed')?.files[0]?.path ?? 'none';
}

describe('a failed task', () => {
  it('is carried out anew by resume, from the files as they are now, and earlier tasks are not', async () => {
    let exitCode = 1;
    const { machine, start } = machineWith(() => exitCode);
    const failed = await start();
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'task-failed' } });
    const commits = machine.git.commits.length;
    exitCode = 0;
    const report = await resumeRun(undefined, machine.environment);
    expect(report).toMatchObject({ status: 'done', runId: exampleRunId });
    expect(machine.git.commits.slice(0, commits).map(({ message }) => message)).toEqual(
      report.commits.slice(0, commits).map(({ message }) => message),
    );
    expect(new Set(machine.git.commits.map(({ trailers }) => trailers?.['Orchestrator-Step'])).size).toBe(
      machine.git.commits.length,
    );
  }, 60_000);

  it('keeps what a person mended by hand', async () => {
    let exitCode = 1;
    const { machine, start } = machineWith(() => exitCode);
    const path = fileOfFailedTask(await start());
    const mended = `${machine.workspace.files[path] ?? ''}# mended\n`;
    await machine.workspace.write({ path, content: mended, executable: false });
    exitCode = 0;
    expect(await resumeRun(undefined, machine.environment)).toMatchObject({ status: 'done' });
    expect(machine.workspace.files[path]).toBe(mended);
  }, 60_000);
});

describe('abortRun', () => {
  it('puts back what was not committed, and keeps what was', async () => {
    const { machine, start } = machineWith(() => 1);
    await start();
    const committed = machine.git.commits.flatMap(({ paths }) => paths);
    const aborted = await abortRun(undefined, machine.environment);
    expect(aborted.left).toEqual([]);
    expect(Object.keys(machine.workspace.files).sort()).toEqual(
      [...new Set([...Object.keys(application), ...committed])].sort(),
    );
    await expect(resumeRun(undefined, machine.environment)).rejects.toMatchObject({ code: 'run-not-resumable' });
  }, 60_000);

  it('leaves a file that somebody changed since', async () => {
    const { machine, start } = machineWith(() => 1);
    const path = fileOfFailedTask(await start());
    await machine.workspace.write({ path, content: 'mine\n', executable: false });
    expect((await abortRun(undefined, machine.environment)).left).toEqual([path]);
    expect(machine.workspace.files[path]).toBe('mine\n');
  }, 60_000);
});

describe('runDurably', () => {
  it('refuses while another run is under way', async () => {
    const machine = new Machine();
    await machine.store.lock();
    await expect(runDurably(run, machine.environment)).rejects.toMatchObject({ code: 'repository-locked' });
    expect(machine.workspace.writes).toEqual([]);
  });

  it('works in a work tree of its own, which is gone after success', async () => {
    const machine = new Machine();
    const worktree = '/in-memory/worktrees/shop';
    const report = await runDurably({ ...run, worktree }, machine.environment);
    expect(report.status).toBe('done');
    expect(machine.git.branches).toEqual([`devops-orchestrator/${exampleRunId.toLowerCase()}`]);
    expect(machine.git.worktrees.size).toBe(0);
  }, 60_000);
});

describe('resuming elsewhere', () => {
  it('refuses on another branch than the run was started on', async () => {
    const { machine, start } = machineWith(() => 1);
    await start();
    machine.git.current = { ...machine.git.current, branch: 'other' };
    await expect(resumeRun(undefined, machine.environment)).rejects.toMatchObject({ code: 'repository-unusable' });
  }, 60_000);
});
