import type { Middleware } from '@anthropic-ai/sdk';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { readRecording, requestOf } from './exchange.js';
import type { Exchange } from './exchange.js';
import { differencesOf } from './json-differences.js';
import type { Redact } from './redact-keys.js';

/**
 * Answers from a recording, byte for byte, and never from the network. A request takes the first answer that is left for
 * the same request, so that requests may come in another order, and a request that was repeated is answered in order.
 *
 * The client gets `recording-differs` for a request that is not in the recording, with what is different in it.
 */
export function replayFrom(folder: string, redact: Redact): Middleware {
  let left: Exchange[] | undefined;
  return async (request) => {
    left ??= readRecording(folder);
    const wanted = requestOf(request, redact);
    const text = JSON.stringify(wanted);
    const index = left.findIndex((exchange) => JSON.stringify(exchange.request) === text);
    const [exchange] = index < 0 ? [] : left.splice(index, 1);
    if (exchange === undefined) throw notRecorded(wanted, left[0]?.request);
    return answer(exchange.response);
  };
}

function answer(response: Exchange['response']): Response {
  if ('failure' in response) throw new TypeError(`recorded: ${response.failure}`);
  const { status, headers, body, complete } = response;
  if (complete) return new Response(body, { status, headers });
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      if (body !== '') controller.enqueue(Buffer.from(body, 'utf8'));
    },
    pull(controller) {
      controller.error(new Error('recorded: the connection broke'));
    },
  });
  return new Response(broken, { status, headers });
}

function notRecorded(wanted: Exchange['request'], next: Exchange['request'] | undefined): OrchestratorError {
  const reason =
    next === undefined
      ? 'every recorded request is answered already'
      : `it differs from the next one that is recorded:\n${differencesOf(next, wanted).join('\n')}`;
  return new OrchestratorError(
    'recording-differs',
    `The recording has no answer to ${wanted.method} ${wanted.path}: ${reason}`,
    { hint: 'Replay on the repository, the request and the options of the recording, or record the run anew.' },
  );
}
