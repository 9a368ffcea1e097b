import { z } from 'zod';
import { RunEnd, RunHeader } from '@devops-orchestrator/contracts';

/** JSON of a step: in the record itself, or in an artefact file that is named by its SHA-256. */
export const StoredJson = z.union([
  // what was read is JSON; only its absence is to be seen
  z.strictObject({ json: z.custom<unknown>((value) => value !== undefined) }),
  z.strictObject({ artefact: z.string().regex(/^[0-9a-f]{64}$/) }),
]);
export type StoredJson = z.infer<typeof StoredJson>;

/** One line of a journal. */
export const JournalRecord = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), header: RunHeader }),
  z.strictObject({
    type: z.literal('started'),
    key: z.string(),
    name: z.string(),
    /** SHA-256 of the input's JSON. */
    inputDigest: z.string(),
    input: StoredJson,
    attempt: z.int(),
    at: z.string(),
  }),
  z.strictObject({
    type: z.literal('done'),
    key: z.string(),
    name: z.string(),
    inputDigest: z.string(),
    output: StoredJson,
    at: z.string(),
    durationMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('failed'),
    key: z.string(),
    /** Of an `OrchestratorError`. */
    code: z.string().optional(),
    message: z.string(),
    at: z.string(),
  }),
  z.strictObject({
    type: z.literal('reopened'),
    /** This step and those that were first started after it are carried out anew. */
    from: z.string().optional(),
    at: z.string(),
  }),
  z.strictObject({ type: z.literal('end'), end: RunEnd }),
]);
export type JournalRecord = z.infer<typeof JournalRecord>;
export type RecordOf<Type extends JournalRecord['type']> = Extract<JournalRecord, { type: Type }>;
