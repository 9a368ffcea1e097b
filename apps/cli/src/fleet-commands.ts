import { availableParallelism, hostname } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { FleetOptions } from './commands/fleet/options.js';

export interface FleetCommandEntry {
  name: string;
  description: string;
  options: readonly (() => Option)[];
  words: readonly { name: string; description: string }[];
  load: () => Promise<(options: FleetOptions, words: readonly string[]) => Promise<number>>;
}

const databaseUrl = () =>
  new Option(
    '--database-url <url>',
    'PostgreSQL that workers share (default: $DEVOPS_ORCHESTRATOR_DATABASE_URL; none: this machine)',
  );
const json = () => new Option('--json', 'print one JSON document on standard output');
const detach = () => new Option('--detach', 'do not wait for the workers');
const output = () => new Option('--output <folder>', 'write the summary there as fleet.md and fleet.json');
const workFolder = () => new Option('--work-folder <path>', 'for clones and bundles (default: the state folder)');
const depth = () => new Option('--depth <commits>', 'history that a clone holds (default: all)').argParser(positive);
const fleetWords = [
  { name: '<fleet>', description: 'name of the fleet' },
  { name: '[repositories...]', description: 'ids of repositories (default: all)' },
];

const run: FleetCommandEntry = {
  name: 'run',
  description: 'the same pipeline over many repositories; ends with one summary',
  options: [
    () => new Option('--request <text>', 'what is wanted, where the list does not say'),
    () => new Option('--feature <name>', 'feature name, kebab-case'),
    () => new Option('--engine <name>', 'who plans, builds and writes').choices(['builtin', 'claude', 'auto']),
    () => new Option('--verify <tier>', 'how far proof must go').choices(['static', 'tools', 'live', 'auto']),
    () => new Option('--branch <name>', 'commit on this branch, created where needed'),
    () => new Option('--no-commit', 'write files, commit nothing'),
    () => new Option('--push', 'push the branch of a clone to where it came from'),
    depth,
    () => new Option('--fleet <name>', 'name of the fleet (default: made from its list; the same list goes on)'),
    () => new Option('--concurrency <runs>', 'runs at once').argParser(positive).default(availableParallelism()),
    databaseUrl,
    workFolder,
    output,
    detach,
    json,
  ],
  words: [{ name: '<sources...>', description: 'folders, patterns of folders, URLs, and lists (.yaml, .json)' }],
  load: async () => (await import('./commands/fleet/run-fleet.command.js')).runFleetCommand,
};

const worker: FleetCommandEntry = {
  name: 'worker',
  description: 'carry out the runs of a database, until SIGTERM',
  options: [
    () => new Option('--name <name>', 'stable over restarts, and nobody else has it').default(hostname()),
    databaseUrl,
    workFolder,
    depth,
    () =>
      new Option('--recover-every <seconds>', 'between two looks for dead workers; two find one')
        .argParser(positive)
        .default(5),
    () =>
      new Option('--log-format <format>', 'of the lines on standard error').choices(['text', 'json']).default('text'),
  ],
  words: [],
  load: async () => (await import('./commands/fleet/worker.command.js')).workerCommand,
};

/** Commands below `fleet`; their code is loaded when they run. */
export const fleetCommands: readonly FleetCommandEntry[] = [
  run,
  worker,
  {
    name: 'status',
    description: 'how far a fleet is; without a name, which fleets there are',
    options: [databaseUrl, json],
    words: [{ name: '[fleet]', description: 'name of the fleet' }],
    load: async () => (await import('./commands/fleet/run-fleet.command.js')).fleetStatusCommand,
  },
  {
    name: 'cancel',
    description: 'stop what has not ended',
    options: [databaseUrl, json],
    words: fleetWords,
    load: async () => (await import('./commands/fleet/run-fleet.command.js')).cancelFleetCommand,
  },
  {
    name: 'retry',
    description: 'new attempts at what ended without success',
    options: [databaseUrl, workFolder, depth, output, detach, json],
    words: fleetWords,
    load: async () => (await import('./commands/fleet/run-fleet.command.js')).retryFleetCommand,
  },
];

function positive(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0 && number <= 10_000) return number;
  throw new InvalidArgumentError('Expected a whole number from 1 to 10000.');
}
