import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { z } from 'zod';
import { redactJson } from './redact-keys.js';
import type { Redact } from './redact-keys.js';

/** One request to the API and what came back; a file of a recording. */
export const Exchange = z
  .strictObject({
    schemaVersion: z.literal(1),
    request: z.strictObject({ method: z.string(), path: z.string(), body: z.json() }),
    response: z.union([
      z.strictObject({
        status: z.int(),
        headers: z.record(z.string(), z.string()),
        /** As it came over the wire, secrets redacted. */
        body: z.string(),
        /** False: the connection broke after it. */
        complete: z.boolean(),
      }),
      /** No answer: what went wrong. */
      z.strictObject({ failure: z.string() }),
    ]),
  })
  .meta({ id: 'Exchange' });
export type Exchange = z.infer<typeof Exchange>;

/** Headers that change what the client does; all others stay out, keys and cookies with them. */
export const recordedHeaders = ['content-type', 'request-id', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** Files of a recording, in the order of the requests. */
export function exchangeFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4,}\.json$/.test(name))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @throws {OrchestratorError} `configuration` when there is no recording, or a file of it cannot be read as one. */
export function readRecording(folder: string): Exchange[] {
  const files = exchangeFiles(folder);
  if (files.length === 0) throw notARecording(folder, 'it holds no recorded requests');
  return files.map((name) => {
    try {
      return Exchange.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    } catch (cause) {
      throw notARecording(folder, `${name} cannot be read as a recorded request`, cause);
    }
  });
}

function notARecording(folder: string, reason: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError('configuration', `Expected a recording in ${folder}, but ${reason}.`, {
    hint: 'Record one first: the same run with --record instead of --replay.',
    cause,
  });
}

/** The request as it is recorded and compared; the body as JSON, secrets redacted. */
export function requestOf(
  request: { url: string; method?: string; body?: unknown },
  redact: Redact,
): Exchange['request'] {
  const url = new URL(request.url);
  const text = typeof request.body === 'string' ? request.body : 'null';
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    path: `${url.pathname}${url.search}`,
    body: redactJson(JSON.parse(text), redact) as Exchange['request']['body'],
  };
}
