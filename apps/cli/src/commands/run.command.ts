import { basename, join } from 'node:path';
import {
  OrchestratorError,
  type OrchestrationRequest,
  type RunReport,
  type Scope,
} from '@devops-orchestrator/contracts';
import {
  abortRun,
  type DurableEnvironment,
  dryRun,
  resumeRun,
  runDurably,
  sanitizeRequest,
} from '@devops-orchestrator/core-orchestrator';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { settingsOf } from '../claude/claude-options.js';
import { openObservedRun } from '../observed-run.js';
import { openRepository, resolveRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { saveReport } from '../saved-report.js';
import { signalsOfProcess } from '../signals.js';
import { worktreesFolder } from '../state-folder.js';
import { printJson, printText } from '../terminal/print.js';
import { type Progress, showProgress } from '../terminal/progress.js';
import { shortReport } from '../terminal/short-report.js';
import { styleFor } from '../terminal/style.js';

/** `run`, `plan`, `implement` and `document`: the whole pipeline or one phase of it. */
export function runCommand(scope: Scope): (options: CommandOptions) => Promise<number> {
  return async (options) => {
    const root = resolveRepository(options.repo);
    const request = buildRequest(options, scope, root);
    if (options.dryRun === true) {
      assertNoModel(options);
      return printDryRun(request, scope, options);
    }
    return carryOut(options, root, (environment) =>
      runDurably({ root, request, scope, branch: options.branch, worktree: worktreeOf(options, root) }, environment),
    );
  };
}

/** `resume`: goes on with a run that was killed, interrupted or failed. */
export function resumeCommand(options: CommandOptions, [runId]: readonly string[]): Promise<number> {
  return carryOut(options, resolveRepository(options.repo), (environment) => resumeRun(runId, environment));
}

/** Starts, tells what happens, offers to retry where somebody can answer, and prints the report. */
async function carryOut(
  options: CommandOptions,
  root: string,
  start: (environment: DurableEnvironment) => Promise<RunReport>,
): Promise<number> {
  const { progress, environment } = await openObservedRun(root, options, signalsOfProcess());
  let report = await start(environment);
  while (report.status === 'failed' && canAsk(options)) {
    const answer = await askWhatNext(report);
    if (answer === 'abort') await abort(report, environment, progress);
    if (answer !== 'retry') break;
    report = await resumeRun(report.runId, environment);
  }
  progress.close();
  saveReport(root, report);
  if (options.json === true) printJson(report);
  else printText(process.stdout, shortReport(report, styleFor(process.stdout)));
  return report.exitCode;
}

async function abort({ runId }: RunReport, environment: DurableEnvironment, progress: Progress): Promise<void> {
  const { restored } = await abortRun(runId, environment);
  progress.tell({ type: 'note', message: `Aborted: ${restored.length} uncommitted files were put back.` });
}

function worktreeOf({ worktree }: CommandOptions, root: string): string | undefined {
  return worktree === true ? join(worktreesFolder(), newRunId(), basename(root)) : undefined;
}

function buildRequest(options: CommandOptions, scope: Scope, root: string): OrchestrationRequest {
  const words = options.request === undefined ? `${scope} the plan on disk` : sanitizeRequest(options.request);
  if (options.feature !== undefined && !/^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(options.feature)) {
    throw new OrchestratorError(
      'usage',
      `Expected a kebab-case feature name of at most 63 characters; found "${options.feature}".`,
      {
        hint: 'For example: --feature docker-deployment.',
      },
    );
  }
  assertBranchName(options.branch);
  const settings = options.engine === 'builtin' ? undefined : settingsOf(options);
  return {
    schemaVersion: 1,
    request: words,
    ...(options.feature === undefined ? {} : { feature: options.feature }),
    repositoryName: basename(root),
    engine: options.engine,
    verify: options.verify ?? 'auto',
    commit: options.commit !== false,
    ...(settings === undefined ? {} : { agentSettings: settings }),
  };
}

/** Told before anything is written; git itself has the last word when the branch is made. */
function assertBranchName(name: string | undefined): void {
  if (
    name === undefined ||
    !/^-|\.\.|@\{|\/\/|[\s\p{Cc}~^:?*[\\]|\.$|\/$|\.lock(?:\/|$)|^\/|(?:^|\/)\.|^@?$/u.test(name)
  )
    return;
  throw new OrchestratorError('usage', `Expected the name of a branch; found ${JSON.stringify(name)}.`, {
    hint: 'For example: --branch infrastructure. Nothing was written.',
  });
}

/** A dry run asks no model: what it would write is not known before it has worked. */
function assertNoModel({ engine }: CommandOptions): void {
  if (engine !== 'claude') return;
  throw new OrchestratorError('usage', 'A dry run asks no model, so it cannot show what --engine claude would write.', {
    hint: 'Leave --dry-run out, or take --worktree to look at the result on a branch of its own.',
  });
}

async function printDryRun(request: OrchestrationRequest, scope: Scope, options: CommandOptions): Promise<number> {
  const progress = showProgress(process.stderr, options.debug === true);
  const context = openRepository(options.repo, signalsOfProcess(), (event) => progress.tell(event));
  const { report, files } = await dryRun(request, context, scope);
  if (options.json === true) printJson({ report, files });
  else {
    printText(process.stdout, files.map(({ patch }) => patch).join('\n'));
    printText(process.stderr, `${shortReport(report, styleFor(process.stderr))}\nDry run: nothing was written.`);
  }
  return report.exitCode;
}

function canAsk({ json }: CommandOptions): boolean {
  return json !== true && process.stdin.isTTY && process.stdout.isTTY && !('CI' in process.env);
}

/** S11: somebody at a terminal decides; whoever closes the question leaves the run to be resumed later. */
async function askWhatNext({ failure }: RunReport): Promise<'retry' | 'later' | 'abort'> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select<'retry' | 'later' | 'abort'>({
    message: `${failure?.agent ?? 'The run'} failed: ${failure?.message ?? ''} ${failure?.remediation ?? ''}`,
    options: [
      { value: 'retry', label: 'Retry now' },
      { value: 'later', label: 'Stop here; `devops-orchestrator resume` goes on' },
      { value: 'abort', label: 'Abort and put back what is not committed' },
    ],
  });
  return isCancel(answer) ? 'later' : answer;
}
