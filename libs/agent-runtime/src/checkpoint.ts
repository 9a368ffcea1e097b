import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AgentOutcome, AgentUsage, CacheMiss, OrchestratorError, RefusedCall } from '@devops-orchestrator/contracts';
import { z } from 'zod';

/** A message of the API, kept as it is: it goes back byte for byte. */
const Message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]),
});

/** `started`: its effect may be there, in part or as a whole. */
const CallRecord = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('started') }),
  z.strictObject({ state: z.literal('done'), content: z.string(), isError: z.boolean() }),
]);
export type CallRecord = z.infer<typeof CallRecord>;

/** All that a conversation needs to go on in another process. */
export const AgentCheckpoint = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Digest of the model, the system texts and the first messages: another conversation does not go on from here. */
    conversation: z.string(),
    messages: z.array(Message),
    /** The reply whose calls are being run, and what is known of each call by its id. */
    waiting: z.strictObject({ reply: Message, calls: z.record(z.string(), CallRecord) }).optional(),
    usage: AgentUsage,
    text: z.string(),
    model: z.string().optional(),
    refusedCalls: z.array(RefusedCall),
    cacheMisses: z.array(CacheMiss),
    /** There once the conversation has ended for good. */
    outcome: AgentOutcome.optional(),
  })
  .meta({ id: 'AgentCheckpoint' });
export type AgentCheckpoint = z.infer<typeof AgentCheckpoint>;

/** Where one conversation is kept. */
export interface CheckpointStore {
  load(): Promise<AgentCheckpoint | undefined>;
  /** On the disk when it resolves; the one before stays whole until then. */
  save(checkpoint: AgentCheckpoint): Promise<void>;
}

/** Forgets everything with the process. */
export function memoryCheckpoint(): CheckpointStore {
  let saved: string | undefined;
  return {
    load: async () => (saved === undefined ? undefined : AgentCheckpoint.parse(JSON.parse(saved))),
    save: async (checkpoint) => void (saved = JSON.stringify(checkpoint)),
  };
}

/** One file for each conversation of a run, named after its key. */
export function checkpointsIn(folder: string): (key: string) => CheckpointStore {
  return (key) => {
    const name = key.replace(/[^\w.-]+/g, '-').slice(0, 80);
    const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
    return fileCheckpoint(join(folder, `${name}-${digest}.json`));
  };
}

/** Written to a temporary file, synced and renamed, readable by its owner alone: it holds what the tools have read. */
export function fileCheckpoint(path: string): CheckpointStore {
  return {
    load: async () => {
      const text = await readIfThere(path);
      return text === undefined ? undefined : parseCheckpoint(text, path);
    },
    save: async (checkpoint) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.tmp`;
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(checkpoint));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
  };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseCheckpoint(text: string, path: string): AgentCheckpoint {
  try {
    return AgentCheckpoint.parse(JSON.parse(text));
  } catch (cause) {
    throw new OrchestratorError('journal-damaged', `${path} is not a checkpoint of an agent.`, {
      hint: 'Start the run anew; the files and commits that are there stay.',
      cause,
    });
  }
}
