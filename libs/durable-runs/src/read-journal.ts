import { readFile } from 'node:fs/promises';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { JournalRecord } from './journal-record.js';
import { JournalState } from './journal-state.js';
import { systemCode } from './system-refusal.js';

const newLine = 0x0a;
/** The layout that this program writes and reads. */
const schemaVersion = 1;

export interface ReadJournal {
  state: JournalState;
  /** Bytes up to the end of the last whole record; what follows is a record that was being written. */
  length: number;
}

/**
 * Reads a journal whole. A record that was being written when its process or the machine stopped is left out.
 *
 * @throws {OrchestratorError} `journal-damaged` when anything else cannot be read; `run-not-resumable` when a newer version
 * of the program wrote it.
 */
export async function readJournal(path: string): Promise<ReadJournal> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') throw error;
    throw damaged(path, 'a journal', `no readable file (${systemCode(error)})`, error);
  });
  return parseJournal(bytes, path);
}

/** `readJournal` on bytes. */
export function parseJournal(bytes: Buffer, path: string): ReadJournal {
  const lines = [...wholeLines(bytes)];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let state: JournalState | undefined;
  for (const [index, line] of lines.entries()) {
    const at = `${path}:${index + 1}`;
    const record = parseRecord(line, decoder, at);
    if (state !== undefined) follow(state, record, at);
    else if (record.type === 'header') state = new JournalState(record.header);
    else throw damaged(at, 'the run to start with its header', `a record "${record.type}"`);
  }
  if (state === undefined) throw damaged(`${path}:1`, 'the run to start with its header', 'no whole record');
  return { state, length: lines.reduce((sum, line) => sum + line.length + 1, 0) };
}

function* wholeLines(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = bytes.indexOf(newLine); end >= 0; end = bytes.indexOf(newLine, start)) {
    const line = bytes.subarray(start, end);
    start = end + 1;
    // after a power loss, the end of a file may be there before what it should follow: zeros stand in for it
    if (start === bytes.length && line.includes(0)) return;
    yield line;
  }
}

type Decoder = InstanceType<typeof TextDecoder>;

function parseRecord(line: Buffer, decoder: Decoder, at: string): JournalRecord {
  const value = parseJson(line, decoder, at);
  const parsed = JournalRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  const version = NewerHeader.safeParse(value);
  if (version.success) throw writtenByNewer(at, version.data.header.schemaVersion);
  const issue = parsed.error.issues[0];
  throw damaged(at, 'a record', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'something else'}`);
}

const NewerHeader = z.object({ header: z.object({ schemaVersion: z.number().gt(schemaVersion) }) });

function parseJson(line: Buffer, decoder: Decoder, at: string): unknown {
  try {
    return JSON.parse(decoder.decode(line));
  } catch (error) {
    throw damaged(at, 'a record', 'a line that is not JSON', error);
  }
}

function follow(state: JournalState, record: JournalRecord, at: string): void {
  try {
    state.add(record);
  } catch (error) {
    throw damaged(at, 'a record that follows the earlier ones', (error as Error).message, error);
  }
}

/** A journal, or an artefact of it, that is not as the program wrote it. */
export function damaged(at: string, expected: string, found: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError('journal-damaged', `${at}: expected ${expected}, found ${found}.`, {
    hint: 'Restore that file from a backup and resume, or start a new run: files and commits of this one stay as they are.',
    cause,
  });
}

function writtenByNewer(at: string, version: number): OrchestratorError {
  return new OrchestratorError(
    'run-not-resumable',
    `${at}: expected a journal of version ${schemaVersion}, found version ${version}: it was written by a newer version.`,
    { hint: 'Go on with it with the version of devops-orchestrator that started it, or start a new run.' },
  );
}
