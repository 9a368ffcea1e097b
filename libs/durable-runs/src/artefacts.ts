import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { StoredJson } from './journal-record.js';
import { damaged } from './read-journal.js';
import { reportingRefusal, systemCode } from './system-refusal.js';
import { writeDurably } from './write-durably.js';

/** JSON texts over this many bytes are kept out of the journal. */
export const inlineLimit = 16 * 1024;

/** Values repeat what files hold: a tenth is left of them. */
const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Hexadecimal SHA-256 of a text. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Large values of one run, in files that are named by their digest. */
export class Artefacts {
  readonly folder: string;
  /** Texts by digest. */
  readonly #texts = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Stores a JSON text: small ones in the record itself, large ones in a file that is on the disk when this settles. */
  async store(text: string): Promise<StoredJson> {
    if (Buffer.byteLength(text) <= inlineLimit) return { json: JSON.parse(text) };
    const artefact = digestOf(text);
    if (!this.#texts.has(artefact)) {
      const path = this.#pathOf(artefact);
      await reportingRefusal(path, async () => {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await writeDurably(path, await compress(text, { level: 1 }));
      });
      this.#texts.set(artefact, text);
    }
    return { artefact };
  }

  /** Reads a value's file, for `textOf`. @throws {OrchestratorError} `journal-damaged` when it is gone or changed. */
  async load(stored: StoredJson): Promise<void> {
    if (!('artefact' in stored) || this.#texts.has(stored.artefact)) return;
    const path = this.#pathOf(stored.artefact);
    const text = await readCompressed(path).catch((error: unknown) => {
      throw damaged(path, 'the value of a step', `no readable file (${systemCode(error)})`, error);
    });
    if (digestOf(text) !== stored.artefact) {
      throw damaged(path, 'the value of a step', 'other content than was written');
    }
    this.#texts.set(stored.artefact, text);
  }

  /** The JSON text of a value that was stored or loaded. */
  textOf(stored: StoredJson): string {
    return 'artefact' in stored ? this.#texts.get(stored.artefact)! : JSON.stringify(stored.json);
  }

  #pathOf(artefact: string): string {
    return join(this.folder, `${artefact}.json.gz`);
  }
}

async function readCompressed(path: string): Promise<string> {
  return (await decompress(await readFile(path))).toString('utf8');
}
