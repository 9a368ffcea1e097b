import { closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { JournalRecord } from './journal-record.js';
import { writeFailed } from './system-refusal.js';

const syncData = promisify(fdatasync);

/**
 * The writing end of a journal. A record goes to the system in one call, at once, so that records are in the order of the
 * calls; only the wait for the disk is asynchronous.
 */
export class JournalFile {
  readonly path: string;
  #length: number;
  #descriptor: number | undefined;
  #isTorn = true;

  /** @param length bytes of whole records; what the file holds beyond them is cut off before the first write. */
  constructor(path: string, length: number) {
    this.path = path;
    this.#length = length;
  }

  /** Adds a record, which then survives the end of this process. @throws {OrchestratorError} `write-failed` */
  append(record: JournalRecord): void {
    const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
    try {
      this.#descriptor ??= openSync(this.path, constants.O_WRONLY | constants.O_APPEND);
      this.#cutTornRecord(this.#descriptor);
      this.#isTorn = true;
      writeWhole(this.#descriptor, bytes);
      this.#isTorn = false;
      this.#length += bytes.length;
    } catch (error) {
      this.#tryToCut();
      throw writeFailed(this.path, error);
    }
  }

  /** Settles when all records are on the disk, and survive the loss of power. @throws {OrchestratorError} `write-failed` */
  async sync(): Promise<void> {
    try {
      if (this.#descriptor !== undefined) await syncData(this.#descriptor);
    } catch (error) {
      throw writeFailed(this.path, error);
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #cutTornRecord(descriptor: number): void {
    if (!this.#isTorn) return;
    if (fstatSync(descriptor).size > this.#length) ftruncateSync(descriptor, this.#length);
    this.#isTorn = false;
  }

  /** What cannot be cut now is cut before the next record, by this process or by the one that reads the journal. */
  #tryToCut(): void {
    try {
      if (this.#descriptor !== undefined) this.#cutTornRecord(this.#descriptor);
    } catch {
      this.#isTorn = true;
    }
  }
}

/** One call; a full disk may take a part only, and says why on the next call. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}
