import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newRunId } from '@devops-orchestrator/durable-runs';
import type { Fleet, FleetEntry } from '../documents/fleet.js';
import type { FleetSummary } from '../documents/summary.js';
import type { FleetEngine } from '../engine.js';
import { openLocalEngine } from '../local/local-engine.js';
import { scriptedExecutor } from './scripted-executor.js';
import type { TestPostgres } from './start-postgres.js';

/** One engine with the scripted pipeline: this process looks on, children carry out. */
export interface EngineHarness {
  engine: FleetEngine;
  folder: string;
  /** Starts a process that carries out the fleet. */
  start(fleetId: string, name?: string, version?: string): ChildProcess;
  /** Ends what still runs. */
  stop(): Promise<void>;
}

/** Absolute path of the compiled `testing/main.js`; tests run from sources. */
export type OpenHarness = (program: string) => Promise<EngineHarness>;

export const openLocalHarness: OpenHarness = async (program) => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-pool-'));
  const engine = openLocalEngine({
    folder: join(folder, 'fleets'),
    executor: scriptedExecutor(folder, '1'),
    newRunId: () => newRunId(),
  });
  return harness(engine, folder, (fleetId, _name, version) => [program, 'pool', folder, fleetId, version]);
};

export function dbosHarness(postgres: () => TestPostgres): OpenHarness {
  return async (program) => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-dbos-'));
    const { openDbosEngine } = await import('../dbos/dbos-engine.js');
    const { url } = postgres();
    const engine = await openDbosEngine({ databaseUrl: url, programVersion: '1', newRunId: () => newRunId() });
    return harness(engine, folder, (_fleetId, name, version) => [program, 'worker', folder, name, version, url]);
  };
}

function harness(
  engine: FleetEngine,
  folder: string,
  argumentsOf: (...words: [string, string, string]) => string[],
): EngineHarness {
  const children: ChildProcess[] = [];
  return {
    engine,
    folder,
    start(fleetId, name = `worker-${children.length}-${newRunId().toLowerCase()}`, version = '1') {
      const debug = process.env['FLEET_TEST_DEBUG'] === undefined ? 'ignore' : 'inherit';
      const child = spawn(process.execPath, argumentsOf(fleetId, name, version), {
        stdio: ['ignore', debug, debug],
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      children.push(child);
      return child;
    },
    async stop() {
      await Promise.all(children.map((child) => endOf(child, 'SIGKILL')));
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a process; resolves when it is gone. */
export async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

export function fleetOf(fleetId: string, requests: readonly (string | Partial<FleetEntry>)[]): Fleet {
  return {
    schemaVersion: 1,
    fleetId,
    entries: requests.map((given, index) => ({
      ...{
        id: `r${index}`,
        location: { kind: 'path', path: `/fleet/${fleetId}/r${index}` },
        request: 'steps=3',
        engine: 'builtin',
        verify: 'static',
      },
      ...{ commit: true, priority: 0, push: false },
      ...(typeof given === 'string' ? { request: given } : given),
    })),
  };
}

/** Looks until the fleet is as wanted. @throws {Error} after half a minute */
export async function until(
  engine: FleetEngine,
  fleetId: string,
  wanted: (summary: FleetSummary) => boolean,
): Promise<FleetSummary> {
  const started = Date.now();
  for (;;) {
    const summary = await engine.status(fleetId);
    if (wanted(summary)) return summary;
    if (Date.now() - started > 30_000)
      throw new Error(
        `Not reached: ${JSON.stringify(summary.repositories.map(({ state, stepsDone, attempt, reason }) => ({ state, stepsDone, attempt, reason })))}`,
      );
    await delay(50);
  }
}

/** Lines of effects per repository. */
export function effectsOf({ folder }: EngineHarness, id: string): string[] {
  try {
    return readFileSync(join(folder, 'effects', id), 'utf8')
      .trim()
      .split('\n');
  } catch {
    return [];
  }
}

export interface LogLine {
  what: string;
  id: string;
  at: number;
}

export function logOf({ folder }: EngineHarness): LogLine[] {
  const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [what = '', id = '', at = ''] = line.split(' ');
    return { what, id, at: Number(at) };
  });
}

/** The most runs that were under way at the same time, of those that are chosen. */
export function peakOf(log: readonly LogLine[], chosen: (line: LogLine) => boolean = () => true): number {
  let now = 0;
  let peak = 0;
  for (const { what } of log.filter(chosen)) {
    if (what === 'begin') now += 1;
    if (what === 'end') now -= 1;
    peak = Math.max(peak, now);
  }
  return peak;
}
