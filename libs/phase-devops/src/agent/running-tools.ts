import { judgeCommand } from '@devops-orchestrator/command-policy';
import {
  type AgentTool,
  type CheckResult,
  type CommandRequest,
  type CommandResult,
  defineTool,
  type PhaseContext,
  type TaskCheck,
  ToolRefusal,
} from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { type GuardedRun, guardFiles } from './guard-files.js';
import { namedSecretFile, withoutLocalSecrets } from './local-secrets.js';

const longestSeconds = 600;

/** Tools that run something. `check` runs a check of the task as the engine does afterwards. */
export function runningTools(
  checks: readonly TaskCheck[],
  check: (wanted: TaskCheck) => Promise<CheckResult>,
  writable: readonly string[],
  context: PhaseContext,
): readonly AgentTool[] {
  return [...(checks.length === 0 ? [] : [runCheck(checks, check, context)]), runCommand(writable, context)];
}

function runCheck(
  checks: readonly TaskCheck[],
  check: (wanted: TaskCheck) => Promise<CheckResult>,
  context: PhaseContext,
): AgentTool {
  const ids = checks.map(({ id }) => id);
  return defineTool({
    name: 'run_check',
    description:
      'Runs one check of the task, as the program will when you have stopped, and returns its verdict and output.',
    input: z.strictObject({ id: z.string().describe('Id of the check, as the task lists it.') }),
    exclusive: true,
    repeatable: true,
    run: async ({ id }) => {
      const wanted = checks.find((one) => one.id === id);
      if (wanted === undefined) throw new Error(`The task has no check ${id}; it has ${ids.join(', ')}.`);
      const { verdict, reason, output } = await check(wanted);
      const text = `${verdict}${reason === undefined ? '' : `: ${reason}`}${output === '' ? '' : `\n${output}`}`;
      return withoutLocalSecrets(text, context);
    },
  });
}

function runCommand(writable: readonly string[], context: PhaseContext): AgentTool {
  return defineTool({
    name: 'run_command',
    description:
      'Runs a bash script from the root of the repository, in a small environment without secrets. Allowed is what inspects, builds, tests and validates on this machine; nothing that deploys, pushes, applies, changes another machine, downloads and runs, or writes outside of the repository.',
    input: z.strictObject({
      script: z.string().min(1),
      timeout_seconds: z.int().min(1).max(longestSeconds).optional().describe('Default: 120.'),
    }),
    exclusive: true,
    run: async ({ script, timeout_seconds: seconds = 120 }, { signal }) => {
      const mayReach = await allowedReach(script, context);
      const run = () =>
        context.commands.run({
          program: 'bash',
          arguments: ['-euo', 'pipefail', '-c', script],
          timeoutMs: seconds * 1000,
          mayReach,
          signal,
        });
      const guarded = await guardFiles(writable, context, run);
      const text = await withoutLocalSecrets(describe(guarded.result, seconds), context);
      if (guarded.restored.length + guarded.changed.length === 0) return text;
      throw new ToolRefusal(`${describeGuarded(guarded)}\n${text}`);
    },
  });
}

/**
 * What a script may reach: nothing but the repository where there is a sandbox, unless it works with the engine, which is as
 * good as root. What only a sandbox makes harmless runs nowhere else.
 *
 * @throws {ToolRefusal} with every reason of the policy
 */
async function allowedReach(
  script: string,
  { commands, workspace }: PhaseContext,
): Promise<NonNullable<CommandRequest['mayReach']>> {
  const secret = namedSecretFile(script);
  if (secret !== undefined) throw new ToolRefusal(`${secret} stays closed: it may hold secrets.`);
  const needsEngine = /\bdocker\b/.test(script);
  const sandboxed = !needsEngine && (await commands.sandbox()).sandboxed;
  const verdict = await judgeCommand(script, { purpose: 'agent', workspaceRoot: workspace.root, sandboxed });
  if (verdict.allowed) return needsEngine ? ['docker', 'network'] : [];
  throw new ToolRefusal(verdict.reasons.map(({ message, at }) => `line ${at.line}: ${message}`).join(' '));
}

function describe({ exitCode, stdout, stderr, timedOut }: CommandResult, seconds: number): string {
  const end = timedOut
    ? `no end within ${seconds} s`
    : exitCode === undefined
      ? 'it was not run'
      : `exit status ${exitCode}`;
  return [
    end,
    ...(stdout === '' ? [] : ['stdout:', stdout.trimEnd()]),
    ...(stderr === '' ? [] : ['stderr:', stderr.trimEnd()]),
  ].join('\n');
}

function describeGuarded({ restored, changed }: GuardedRun<unknown>): string {
  const list = (paths: readonly string[]): string =>
    paths.length > 10 ? `${paths.slice(0, 10).join(', ')} and ${paths.length - 10} more` : paths.join(', ');
  return [
    ...(restored.length === 0
      ? []
      : [`The command changed ${list(restored)}, which was put back: files are changed by write_file and edit_file.`]),
    ...(changed.length === 0 ? [] : [`The command changed ${list(changed)}, which could not be put back.`]),
  ].join(' ');
}
