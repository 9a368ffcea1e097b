import { Command, CommanderError, Option } from 'commander';
import { claudeOptions } from './claude/option-list.js';
import type { FleetOptions } from './commands/fleet/options.js';
import { fleetCommands } from './fleet-commands.js';
import type { CommandOptions } from './options.js';
import { programVersion } from './version.js';

/** What a command does with its options; resolves to the exit status. */
type Action = (options: CommandOptions, words: readonly string[]) => Promise<number>;

/**
 * Parses the arguments and runs the command, whose code is loaded only now.
 *
 * @returns the exit status.
 */
export async function buildProgram(argv: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('devops-orchestrator')
    .description('Plans, builds, proves and documents the infrastructure of a repository from one request.')
    .version(programVersion)
    .exitOverride()
    // a request that reads `--version` is a request
    .enablePositionalOptions()
    .showHelpAfterError('(devops-orchestrator --help shows all commands)')
    .addHelpText('after', helpFooter);
  for (const { name, description, options, words, load } of commands) {
    const command = program.command(name).description(description).exitOverride();
    if (words) command.argument(words.name, words.description);
    for (const option of options) command.addOption(option());
    command.action(async (...received: unknown[]) => {
      const given = words ? [(received[0] as string | string[] | undefined) ?? []].flat() : [];
      status = await (await load())(command.opts<CommandOptions>(), given);
    });
  }
  const fleet = program
    .command('fleet')
    .description('the same over many repositories: here, or on workers')
    .exitOverride();
  for (const { name, description, options, words, load } of fleetCommands) {
    const command = fleet.command(name).description(description).exitOverride();
    for (const word of words) command.argument(word.name, word.description);
    for (const option of options) command.addOption(option());
    command.action(async () => {
      status = await (
        await load()
      )(command.opts<FleetOptions>(), command.processedArgs.flat().filter((word) => word !== undefined) as string[]);
    });
  }
  try {
    await program.parseAsync(argv);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { reportError } = await import('./terminal/report-error.js');
    return reportError(error, argv.includes('--json'));
  }
}

const helpFooter = `
Exit status: 0 done, 1 a phase failed, 2 usage, 3 not an infrastructure request or nothing deployable,
4 the repository's state forbids it, 5 a budget is reached, 75 try again, 130/143 interrupted.

Example: devops-orchestrator run --repo ./shop --request "Dockerize this API, add CI and monitoring"`;

const repo = () => new Option('--repo <path>', 'repository to work on').default('.');
const request = () => new Option('--request <text>', 'what is wanted, in plain words').makeOptionMandatory();
const feature = () => new Option('--feature <name>', 'feature name, kebab-case (default: derived from the request)');
const engine = () =>
  new Option('--engine <name>', 'who plans, builds and writes').choices(['builtin', 'claude', 'auto']).default('auto');
const verify = () =>
  new Option('--verify <tier>', 'how far proof must go; auto proves what this machine can')
    .choices(['static', 'tools', 'live', 'auto'])
    .default('auto');
const json = () => new Option('--json', 'print one JSON document on standard output');
const noCommit = () => new Option('--no-commit', 'write files, commit nothing');
const dryRun = () => new Option('--dry-run', 'write nothing; print what would be written, as a diff');
const branch = () => new Option('--branch <name>', 'commit on this branch, created where needed');
const worktree = () =>
  new Option('--worktree', 'work in a work tree of its own, on a branch; your checkout stays as it is');
const aRun = { name: '[run]', description: 'id of the run, or its beginning (default: the newest that can go on)' };
const logFormat = () =>
  new Option('--log-format <format>', 'of what is told on standard error: for people, or a JSON line per event')
    .choices(['text', 'json'])
    .default('text');
const debug = () => new Option('--debug', 'show the output of every check');
const advisory = () => new Option('--advisory', 'report findings, and exit 0');

interface CommandEntry {
  name: string;
  description: string;
  options: readonly (() => Option)[];
  /** What follows the name besides options. */
  words?: { name: string; description: string };
  load: () => Promise<Action>;
}

const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    description: 'all three phases: plan, build and prove, document; ends with a report',
    options: [
      repo,
      request,
      feature,
      engine,
      verify,
      json,
      noCommit,
      dryRun,
      branch,
      worktree,
      logFormat,
      debug,
      ...claudeOptions,
    ],
    load: async () => (await import('./commands/run.command.js')).runCommand('all'),
  },
  {
    name: 'resume',
    description: 'go on with a run that was killed, interrupted or failed',
    options: [repo, json, logFormat, debug, ...claudeOptions],
    words: aRun,
    load: async () => (await import('./commands/run.command.js')).resumeCommand,
  },
  {
    name: 'status',
    description: 'where a run stands, and the command that goes on with it',
    options: [repo, json],
    words: { name: '[run]', description: 'id of the run, or its beginning (default: the newest)' },
    load: async () => (await import('./commands/runs.command.js')).statusCommand,
  },
  {
    name: 'runs',
    description: 'the runs of this repository',
    options: [repo, json],
    load: async () => (await import('./commands/runs.command.js')).runsCommand,
  },
  {
    name: 'abort',
    description: 'give a run up: put back what it wrote and did not commit',
    options: [repo, json],
    words: aRun,
    load: async () => (await import('./commands/abort.command.js')).abortCommand,
  },
  {
    name: 'analyze',
    description: 'what the repository holds, each fact with file and line',
    options: [repo, json],
    load: async () => (await import('./commands/analyze.command.js')).analyzeCommand,
  },
  {
    name: 'plan',
    description: 'phase 1 alone: write the plan and its task files',
    options: [repo, request, feature, engine, json, noCommit, dryRun, branch, ...claudeOptions],
    load: async () => (await import('./commands/run.command.js')).runCommand('plan'),
  },
  {
    name: 'implement',
    description: 'phase 2 alone: carry out the task files on disk',
    options: [repo, feature, engine, verify, json, noCommit, dryRun, branch, debug, ...claudeOptions],
    load: async () => (await import('./commands/run.command.js')).runCommand('implement'),
  },
  {
    name: 'document',
    description: 'phase 3 alone: document the infrastructure files on disk',
    options: [repo, feature, engine, json, noCommit, dryRun, branch, ...claudeOptions],
    load: async () => (await import('./commands/run.command.js')).runCommand('document'),
  },
  {
    name: 'verify',
    description: 'judge existing infrastructure files, ours or not',
    options: [repo, verify, advisory, json],
    words: { name: '[paths...]', description: 'files to judge; all infrastructure files when none is named' },
    load: async () => (await import('./commands/verify.command.js')).verifyCommand,
  },
  {
    name: 'check',
    description: 'exit 1 with a diff when infrastructure and repository have drifted apart; writes nothing',
    options: [repo, feature, json],
    load: async () => (await import('./commands/check.command.js')).checkCommand,
  },
  {
    name: 'report',
    description: 'print the report of the last run',
    options: [repo, feature, json],
    load: async () => (await import('./commands/report.command.js')).reportCommand,
  },
  {
    name: 'doctor',
    description: 'what this machine can prove',
    options: [repo, json],
    load: async () => (await import('./commands/doctor.command.js')).doctorCommand,
  },
];
