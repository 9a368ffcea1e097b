import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where in a step the process dies. */
export type CrashMoment = 'before-effect' | 'after-effect' | 'after-step';

/** One line of what happened, in every process that worked on the run. */
export interface TraceEntry {
  event: 'run' | 'reconcile' | 'aborted' | 'got';
  key: string;
  runId?: string;
  attempt?: number;
  value?: unknown;
  /** Milliseconds since 1970, with fractions. */
  at: number;
}

/** What a scenario does outside of itself: plain files, so that it outlives the process and is seen from another one. */
export class ScenarioWorld {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  trace(entry: Omit<TraceEntry, 'at'>): void {
    const at = performance.timeOrigin + performance.now();
    appendFileSync(this.#path('trace.jsonl'), `${JSON.stringify({ ...entry, at })}\n`);
  }

  get traced(): readonly TraceEntry[] {
    return this.#lines('trace.jsonl').map((line) => JSON.parse(line) as TraceEntry);
  }

  /** The effect that must be there once. */
  addEffect(line: string): void {
    appendFileSync(this.#path('effects.txt'), `${line}\n`);
  }

  get effects(): readonly string[] {
    return this.#lines('effects.txt');
  }

  /** Lets the scenario die there, once. */
  planCrash(key: string, moment: CrashMoment): void {
    writeFileSync(this.#path('crash-at'), `${key} ${moment}`);
  }

  /** True at the planned place, which is used up. */
  takeCrash(key: string, moment: CrashMoment): boolean {
    if (this.#lines('crash-at')[0] !== `${key} ${moment}`) return false;
    rmSync(this.#path('crash-at'));
    return true;
  }

  /** Changes how the scenario goes, from its next look on. */
  set(settings: Readonly<Record<string, string | number>>): void {
    writeFileSync(this.#path('settings.json'), JSON.stringify({ ...this.settings, ...settings }));
  }

  get settings(): Readonly<Record<string, string | number>> {
    return JSON.parse(this.#lines('settings.json')[0] ?? '{}') as Record<string, string | number>;
  }

  #lines(name: string): string[] {
    const path = this.#path(name);
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
