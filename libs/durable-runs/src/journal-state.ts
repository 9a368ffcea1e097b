import type { RunEnd, RunHeader } from '@devops-orchestrator/contracts';
import type { JournalRecord, RecordOf, StoredJson } from './journal-record.js';

/** What the journal says of one step. */
export interface StepState {
  key: string;
  name: string;
  inputDigest: string;
  input: StoredJson;
  /** Of its newest start. */
  attempt: number;
  /** Absent as long as it has no result. */
  output?: StoredJson;
}

/** What the records of a journal add up to. */
export class JournalState {
  readonly header: RunHeader;
  end: RunEnd | undefined;
  /** Time of the last record. */
  updatedAt: string;
  /** By key, in the order of their first start. */
  readonly steps = new Map<string, StepState>();

  constructor(header: RunHeader) {
    this.header = header;
    this.updatedAt = header.startedAt;
  }

  /** @throws {Error} when the record cannot follow the earlier ones. */
  add(record: JournalRecord): void {
    this.updatedAt = timeOf(record);
    switch (record.type) {
      case 'header':
        throw new Error('a second header');
      case 'started':
        return this.#start(record);
      case 'done':
        this.#stepOf(record).output = record.output;
        return;
      case 'failed':
        this.#stepOf(record);
        return;
      case 'reopened':
        this.end = undefined;
        return this.#dropFrom(record.from);
      case 'end':
        this.end = record.end;
    }
  }

  #start({ key, name, inputDigest, input, attempt }: RecordOf<'started'>): void {
    // setting a key that is there keeps its place
    this.steps.set(key, { key, name, inputDigest, input, attempt });
  }

  #stepOf({ key, type }: { key: string; type: string }): StepState {
    const step = this.steps.get(key);
    if (step === undefined) throw new Error(`"${type}" of the step ${JSON.stringify(key)}, which was never started`);
    return step;
  }

  #dropFrom(from: string | undefined): void {
    if (from === undefined || !this.steps.has(from)) return;
    const keys = [...this.steps.keys()];
    for (const key of keys.slice(keys.indexOf(from))) this.steps.delete(key);
  }
}

function timeOf(record: JournalRecord): string {
  if (record.type === 'header') return record.header.startedAt;
  return record.type === 'end' ? record.end.endedAt : record.at;
}
