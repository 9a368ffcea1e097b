import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { FleetRun } from '../documents/fleet.js';
import { RepositoryResult } from '../documents/summary.js';

/** One entry of a fleet as this machine remembers it: the newest attempt, and how far it is. */
export const StoredRun = z.strictObject({
  schemaVersion: z.literal(1),
  position: z.int(),
  run: FleetRun,
  result: RepositoryResult,
  /** Processes that have carried out this attempt. */
  executions: z.int(),
  /** Not started earlier; ISO 8601. */
  notBefore: z.string().optional(),
});
export type StoredRun = z.infer<typeof StoredRun>;

const Settings = z.strictObject({ schemaVersion: z.literal(1), concurrency: z.int().min(1) });

/** What this machine remembers of one fleet: a small file per entry, replaced as a whole. */
export class FleetFolder {
  readonly path: string;

  constructor(base: string, fleetId: string) {
    this.path = join(base, fleetId);
  }

  exists(): boolean {
    return statSync(join(this.path, 'fleet.json'), { throwIfNoEntry: false }) !== undefined;
  }

  create(concurrency: number): void {
    for (const name of ['runs', 'cancel']) mkdirSync(join(this.path, name), { recursive: true, mode: 0o700 });
    this.#write('fleet.json', { schemaVersion: 1, concurrency });
  }

  concurrency(): number {
    return this.#read('fleet.json', Settings).concurrency;
  }

  /** In the order of the list. */
  runs(): StoredRun[] {
    const names = readdirSync(join(this.path, 'runs')).filter((name) => name.endsWith('.json'));
    return names.map((name) => this.#read(join('runs', name), StoredRun)).sort((a, b) => a.position - b.position);
  }

  has(id: string): boolean {
    return statSync(join(this.path, 'runs', `${id}.json`), { throwIfNoEntry: false }) !== undefined;
  }

  save(stored: StoredRun): void {
    this.#write(join('runs', `${stored.run.entry.id}.json`), stored);
  }

  /** Asks the process that carries the fleet out to stop these runs. */
  askToCancel(ids: readonly string[]): void {
    for (const id of ids) writeFileSync(join(this.path, 'cancel', id), '');
  }

  /** Takes the requests away that it gives. */
  takeCancelled(): string[] {
    const ids = readdirSync(join(this.path, 'cancel'));
    for (const id of ids) rmSync(join(this.path, 'cancel', id), { force: true });
    return ids;
  }

  #write(name: string, value: unknown): void {
    const path = join(this.path, name);
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
    renameSync(temporary, path);
  }

  #read<T>(name: string, schema: z.ZodType<T>): T {
    const path = join(this.path, name);
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      throw new OrchestratorError('journal-damaged', `Expected the state of a fleet in ${path}; it cannot be read.`, {
        hint: `Remove ${this.path} and start the fleet anew; what is there already is not made again.`,
        cause: error,
      });
    }
  }
}

/** Newest first. */
export function listFleets(base: string): string[] {
  const names = readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const changed = (name: string) => statSync(join(base, name, 'fleet.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return names.filter((name) => changed(name) > 0).sort((a, b) => changed(b) - changed(a));
}
