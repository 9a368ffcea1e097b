import { basename, resolve } from 'node:path';
import {
  OrchestratorError,
  type OrchestrationRequest,
  type PhaseContext,
  type RunReport,
  type Scope,
} from '@devops-orchestrator/contracts';
import { dryRun, orchestrate, sanitizeRequest } from '@devops-orchestrator/core-orchestrator';
import { openRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { saveReport } from '../saved-report.js';
import { signalsOfProcess } from '../signals.js';
import { showProgress } from '../terminal/progress.js';
import { shortReport } from '../terminal/short-report.js';
import { styleFor } from '../terminal/style.js';

/** `run`, `plan`, `implement` and `document`: the whole pipeline or one phase of it. */
export function runCommand(scope: Scope): (options: CommandOptions) => Promise<number> {
  return async (options) => {
    assertEngine(options);
    const request = buildRequest(options, scope);
    const progress = showProgress(process.stderr, options.debug === true);
    const context = openRepository(options.repo, signalsOfProcess(), (event) => progress.tell(event));
    if (options.dryRun === true) return printDryRun(request, context, scope, options);
    let report = await orchestrate(request, context, { scope, branch: options.branch });
    while (report.status === 'failed' && canAsk(options) && (await wantsRetry(report))) {
      report = await orchestrate(request, context, { scope, branch: options.branch });
    }
    progress.close();
    saveReport(options.repo, report);
    const text =
      options.json === true ? JSON.stringify(report, null, 2) : shortReport(report, styleFor(process.stdout));
    process.stdout.write(`${text}\n`);
    return report.exitCode;
  };
}

function buildRequest(options: CommandOptions, scope: Scope): OrchestrationRequest {
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
  return {
    schemaVersion: 1,
    request: words,
    ...(options.feature === undefined ? {} : { feature: options.feature }),
    repositoryName: basename(resolve(options.repo)),
    engine: options.engine,
    verify: options.verify ?? 'auto',
    commit: options.commit !== false,
  };
}

function assertEngine({ engine }: CommandOptions): void {
  if (engine !== 'claude') return;
  throw new OrchestratorError('engine-unavailable', 'The Claude engine is not part of this version.', {
    hint: 'Use --engine builtin, or leave the option out.',
  });
}

async function printDryRun(
  request: OrchestrationRequest,
  context: PhaseContext,
  scope: Scope,
  { json }: CommandOptions,
): Promise<number> {
  const { report, files } = await dryRun(request, context, scope);
  const text = json === true ? JSON.stringify({ report, files }, null, 2) : files.map(({ patch }) => patch).join('\n');
  process.stdout.write(`${text}\n`);
  if (json !== true)
    process.stderr.write(`${shortReport(report, styleFor(process.stderr))}\nDry run: nothing was written.\n`);
  return report.exitCode;
}

function canAsk({ json }: CommandOptions): boolean {
  return json !== true && process.stdin.isTTY && process.stdout.isTTY && !('CI' in process.env);
}

async function wantsRetry({ failure }: RunReport): Promise<boolean> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({
    message: `${failure?.agent ?? 'The run'} failed: ${failure?.message ?? ''} ${failure?.remediation ?? ''}`,
    options: [
      { value: 'retry', label: 'Retry' },
      { value: 'abort', label: 'Abort' },
    ],
  });
  return !isCancel(answer) && answer === 'retry';
}
