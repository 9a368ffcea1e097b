import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import {
  type FleetDefaults,
  type FleetEngine,
  type FleetSummary,
  type RepositoryResult,
  readFleet,
  renderChange,
  renderSummary,
} from '@devops-orchestrator/fleet';
import { signalsOfProcess } from '../../signals.js';
import { databaseUrl, openEngine } from './open-engine.js';
import type { FleetOptions } from './options.js';

/** `fleet run`: takes a fleet in and, unless `--detach`, waits until every run has ended. */
export async function runFleetCommand(options: FleetOptions, sources: readonly string[]): Promise<number> {
  if (options.detach === true && databaseUrl(options) === undefined) {
    throw new OrchestratorError(
      'usage',
      '--detach needs workers that go on without this process; no database is named.',
      { hint: 'Give --database-url, or leave --detach out.' },
    );
  }
  const fleet = await readFleet({
    sources,
    folder: process.cwd(),
    defaults: defaultsOf(options),
    fleetId: fleetName(options.fleet),
  });
  if (fleet.entries.some(({ engine }) => engine === 'claude')) {
    throw new OrchestratorError('engine-unavailable', 'The Claude engine is not part of this version.', {
      hint: 'Use --engine builtin, or leave the option out.',
    });
  }
  const engine = await openEngine(options);
  try {
    const { started, known } = await engine.submit(fleet, { concurrency: options.concurrency });
    tell(
      `Fleet ${fleet.fleetId}: ${started} new runs${known === 0 ? '' : `, ${known} known`}, at most ${options.concurrency} at once.`,
    );
    return await follow(engine, fleet.fleetId, options);
  } finally {
    await engine.close();
  }
}

/** `fleet retry`: new attempts at what ended without success. */
export async function retryFleetCommand(
  options: FleetOptions,
  [fleetId = '', ...ids]: readonly string[],
): Promise<number> {
  const engine = await openEngine(options);
  try {
    const count = await engine.retry(fleetId, ids.length === 0 ? undefined : ids);
    tell(`Fleet ${fleetId}: ${count} new attempts.`);
    return await follow(engine, fleetId, options);
  } finally {
    await engine.close();
  }
}

/** `fleet cancel`: stops what has not ended. */
export async function cancelFleetCommand(
  options: FleetOptions,
  [fleetId = '', ...ids]: readonly string[],
): Promise<number> {
  const engine = await openEngine(options);
  try {
    const count = await engine.cancel(fleetId, ids.length === 0 ? undefined : ids);
    tell(`Fleet ${fleetId}: ${count} runs are stopped.`);
    if (options.json === true) print(await engine.status(fleetId), options);
    return 0;
  } finally {
    await engine.close();
  }
}

/** `fleet status`: how far a fleet is; without a name, which fleets there are. */
export async function fleetStatusCommand(options: FleetOptions, [fleetId]: readonly string[]): Promise<number> {
  const engine = await openEngine(options);
  try {
    if (fleetId === undefined) {
      const fleets = await engine.fleets();
      const text = fleets.length === 0 ? 'No fleet is known here.' : fleets.join('\n');
      process.stdout.write(`${options.json === true ? JSON.stringify({ schemaVersion: 1, fleets }, null, 2) : text}\n`);
    } else print(await engine.status(fleetId), options);
    return 0;
  } finally {
    await engine.close();
  }
}

async function follow(engine: FleetEngine, fleetId: string, options: FleetOptions): Promise<number> {
  if (options.detach === true) {
    print(await engine.status(fleetId), options);
    return 0;
  }
  const summary = await engine.wait(fleetId, { signal: signalsOfProcess(), tell: tellChange });
  print(summary, options);
  if (options.output !== undefined) save(summary, resolve(options.output));
  return summary.exitCode;
}

function print(summary: FleetSummary, { json }: FleetOptions): void {
  process.stdout.write(json === true ? `${JSON.stringify(summary, null, 2)}\n` : renderSummary(summary));
}

function save(summary: FleetSummary, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fleet.md'), renderSummary(summary));
  writeFileSync(join(folder, 'fleet.json'), `${JSON.stringify(summary, null, 2)}\n`);
}

/** That a run waits is where each begins: thousands of lines that tell nothing. */
function tellChange(result: RepositoryResult): void {
  if (result.state !== 'queued' && result.state !== 'waiting') tell(renderChange(result));
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fleetName(name: string | undefined): string | undefined {
  if (name === undefined || /^(?=.{1,63}$)[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
  throw new OrchestratorError(
    'usage',
    `Expected a fleet's name of at most 63 lower-case letters, digits, dots and dashes; found "${name}".`,
    { hint: 'For example: --fleet nightly.' },
  );
}

function defaultsOf({ request, feature, engine, verify, branch, commit, push }: FleetOptions): FleetDefaults {
  return {
    ...(request === undefined ? {} : { request }),
    ...(feature === undefined ? {} : { feature }),
    ...(engine === undefined ? {} : { engine }),
    ...(verify === undefined ? {} : { verify }),
    ...(branch === undefined ? {} : { branch }),
    ...(commit === false ? { commit } : {}),
    ...(push === true ? { push } : {}),
  };
}
