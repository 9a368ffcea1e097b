import type { CheckResult, CommandResult, PhaseContext, TaskCheck, VerifyMode } from '@devops-orchestrator/contracts';
import { judgeCommand } from '@devops-orchestrator/command-policy';
import { isDemanded, leftOut, type Requirements } from './requirements.js';
import { runVerifyCommand, verifyArguments } from './verify-command.js';

const cleanupTimeoutMs = 120_000;
const outputLimit = 8 * 1024;

/** Runs one check of a task and says what it showed. Never throws for a check that fails. */
export async function runCheck(
  check: TaskCheck,
  mode: VerifyMode,
  requirements: Requirements,
  context: PhaseContext,
): Promise<CheckResult> {
  const started = context.clock.monotonicMs();
  const result = await judge(check, mode, requirements, context);
  return {
    id: check.id,
    tier: check.tier,
    command: check.command,
    durationMs: context.clock.monotonicMs() - started,
    ...result,
  };
}

/** The result of a check that is not run. */
export function skippedCheck({ id, tier, command }: TaskCheck, reason: string): CheckResult {
  return { id, tier, command, verdict: 'skipped', reason, durationMs: 0, output: '' };
}

type Judgement = Pick<CheckResult, 'verdict' | 'reason' | 'exitCode' | 'output'>;

async function judge(
  check: TaskCheck,
  mode: VerifyMode,
  requirements: Requirements,
  context: PhaseContext,
): Promise<Judgement> {
  const notAsked = leftOut(mode, check);
  if (notAsked !== undefined) return { verdict: 'skipped', reason: notAsked, output: '' };
  const inProcess = verifyArguments(check.command);
  if (inProcess !== undefined) return runVerifyCommand(inProcess, await context.workspace.scan());
  const refusal = await refusalOf(check, context);
  if (refusal !== undefined) return { verdict: 'failed', reason: refusal, output: '' };
  const missing = await requirements.missing(check);
  if (missing !== undefined) {
    return { verdict: isDemanded(mode, check) ? 'failed' : 'skipped', reason: missing, output: '' };
  }
  return runInShell(check, context);
}

/** A check whose command, or whose clean-up, does what no check may is not run; wherever its task file comes from. */
async function refusalOf(check: TaskCheck, { workspace, commands }: PhaseContext): Promise<string | undefined> {
  const sandboxed = !needsEngine(check) && (await commands.sandbox()).sandboxed;
  for (const script of [check.command, check.cleanup ?? '']) {
    const verdict = await judgeCommand(script, { purpose: 'check', workspaceRoot: workspace.root, sandboxed });
    if (verdict.allowed) continue;
    const [first] = verdict.reasons;
    return `refused by the command policy: ${first?.message ?? 'no reason given'} (line ${first?.at.line ?? 1})`;
  }
  return undefined;
}

async function runInShell(check: TaskCheck, context: PhaseContext): Promise<Judgement> {
  try {
    return judgeResult(await shell(check, check.command, check.timeoutSeconds * 1000, context, context.signal), check);
  } finally {
    await cleanUpCheck(check, context);
  }
}

/** Runs the clean-up of a check: also for one whose process was killed before it could. Never throws. */
export async function cleanUpCheck(check: TaskCheck, context: Pick<PhaseContext, 'commands'>): Promise<void> {
  if (check.cleanup !== undefined) await shell(check, check.cleanup, cleanupTimeoutMs, context);
}

/** Name of the step that runs a check; its input is the `TaskCheck`. */
export const runCheckStep = 'run-check';

function shell(
  check: TaskCheck,
  script: string,
  timeoutMs: number,
  context: Pick<PhaseContext, 'commands'>,
  signal?: AbortSignal,
): Promise<CommandResult> {
  return context.commands.run({
    program: 'bash',
    arguments: ['-euo', 'pipefail', '-c', script],
    timeoutMs,
    mayReach: needsEngine(check) ? ['docker', 'network'] : [],
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What works with containers talks to the engine, and to what they publish. */
function needsEngine({ requires }: TaskCheck): boolean {
  return requires.some((need) => need === 'docker' || need === 'compose' || need.startsWith('image:'));
}

function judgeResult(result: CommandResult, check: TaskCheck): Judgement {
  const output = lastPart([result.stdout.trimEnd(), result.stderr.trimEnd()].filter((text) => text !== '').join('\n'));
  const exit = result.exitCode === undefined ? {} : { exitCode: result.exitCode };
  if (result.exitCode === 0) return { verdict: 'passed', ...exit, output };
  if (result.timedOut)
    return { verdict: 'failed', reason: `no result within ${check.timeoutSeconds} s`, ...exit, output };
  if (result.aborted) return { verdict: 'skipped', reason: 'the run was interrupted', ...exit, output };
  const reason = result.exitCode === undefined ? 'bash could not be started' : `exit status ${result.exitCode}`;
  return { verdict: 'failed', reason, ...exit, output };
}

function lastPart(text: string): string {
  return text.length <= outputLimit ? text : `…${text.slice(text.length - outputLimit + 1)}`;
}
