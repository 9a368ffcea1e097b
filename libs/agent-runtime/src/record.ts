import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Middleware } from '@anthropic-ai/sdk';
import type { Exchange } from './exchange.js';
import { exchangeFiles, recordedHeaders, requestOf } from './exchange.js';
import type { Redact } from './redact-keys.js';
import { redactBody } from './redact-body.js';

/**
 * Writes each request and its answer to a file of the folder, `0001.json` and so on, after those that are there. A file is
 * whole before the client sees the end of the answer.
 */
export function recordTo(folder: string, redact: Redact): Middleware {
  let last: number | undefined;
  return async (request, next) => {
    last ??= Number.parseInt(exchangeFiles(folder).at(-1) ?? '0', 10);
    last += 1;
    const path = join(folder, `${String(last).padStart(4, '0')}.json`);
    const recorded = requestOf(request, redact);
    const write = async (response: Exchange['response']) => {
      await mkdir(folder, { recursive: true });
      await writeFile(path, `${JSON.stringify({ schemaVersion: 1, request: recorded, response }, null, 2)}\n`);
    };
    let response: Response;
    try {
      response = await next(request);
    } catch (error) {
      await write({ failure: redact(messageOf(error)) });
      throw error;
    }
    return recordBody(response, redact, write);
  };
}

function recordBody(
  response: Response,
  redact: Redact,
  write: (response: Exchange['response']) => Promise<void>,
): Response {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => recordedHeaders.includes(name)));
  const finish = (chunks: readonly Uint8Array[], complete: boolean) =>
    write({
      status: response.status,
      headers,
      body: redactBody(Buffer.concat(chunks).toString('utf8'), redact),
      complete,
    });
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const chunks: Uint8Array[] = [];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = (await reader?.read()) ?? { done: true as const, value: undefined };
        if (value !== undefined) {
          chunks.push(value);
          controller.enqueue(value);
        }
        if (!done) return;
        await finish(chunks, true);
        controller.close();
      } catch (error) {
        await finish(chunks, false);
        controller.error(error);
      }
    },
    async cancel(reason) {
      await finish(chunks, false);
      await reader?.cancel(reason);
    },
  });
  return new Response(body, response);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
