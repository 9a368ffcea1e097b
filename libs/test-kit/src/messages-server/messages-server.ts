import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CacheDiagnosis } from './cache-diagnosis.js';
import { buildMessage, renderEvent, streamEvents } from './message-events.js';
import type { WireMessage } from './message-events.js';
import { refusalOf } from './message-request.js';
import type { MessageRequest } from './message-request.js';
import { countTokens, PromptCache } from './prompt-cache.js';
import type { InputUsage, PromptCacheOptions } from './prompt-cache.js';
import { failureBody, isFailure, isSilence } from './scripted-reply.js';
import type { ScriptedFailure, ScriptedMessage, ScriptedReply, StreamFault } from './scripted-reply.js';

/** A request that came in, and how its input was billed. */
export interface ReceivedRequest {
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: MessageRequest;
  /** Absent when the answer was an error. */
  usage?: InputUsage;
}

export interface MessagesServerOptions extends PromptCacheOptions {
  /** Replies in order, or a function of the request and its 0-based number. */
  replies: readonly ScriptedReply[] | ((request: MessageRequest, index: number) => ScriptedReply);
  /** True: any request with `thread` is answered with status 400, as a gateway without threads does. */
  withoutThreads?: boolean;
}

/**
 * Speaks the Messages API on a local port from a script: JSON and event streams, usage with a prompt cache that really
 * matches prefixes, `count_tokens`, and faults. What the API would refuse, it refuses with status 400.
 */
export class MessagesServer {
  readonly requests: ReceivedRequest[] = [];
  readonly #options: MessagesServerOptions;
  readonly #cache: PromptCache;
  readonly #diagnosis = new CacheDiagnosis();
  readonly #server: Server;
  #calls = 0;

  private constructor(options: MessagesServerOptions) {
    this.#options = options;
    this.#cache = new PromptCache(options);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens on a free port of the loopback interface; `close` it. */
  static async start(options: MessagesServerOptions): Promise<MessagesServer> {
    const server = new MessagesServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Base address for a client. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readBody(incoming)) as MessageRequest;
    const path = incoming.url ?? '';
    if (path.startsWith('/v1/messages/count_tokens')) {
      const { system = '', tools = [], messages } = body;
      return sendJson(response, { input_tokens: countTokens(system) + countTokens(tools) + countTokens(messages) });
    }
    const received: ReceivedRequest = { path, headers: incoming.headers, body };
    const index = this.requests.push(received) - 1;
    const refusal = this.#refusal(path, body);
    if (refusal !== undefined) return sendFailure(response, refusal);
    const reply = this.#replyTo(body, index);
    if (isFailure(reply)) return sendFailure(response, reply);
    if (isSilence(reply)) return void (reply.silence === 'reset' && incoming.socket.destroy());
    this.#send(reply, received, response);
  }

  #refusal(path: string, body: MessageRequest): ScriptedFailure | undefined {
    if (!path.startsWith('/v1/messages')) return { status: 404, message: `no such path: ${path}` };
    if (this.#options.withoutThreads === true && 'thread' in body) {
      return { status: 400, message: 'thread: Extra inputs are not permitted' };
    }
    const message = refusalOf(body);
    return message === undefined ? undefined : { status: 400, message };
  }

  #replyTo(body: MessageRequest, index: number): ScriptedReply {
    const { replies } = this.#options;
    if (typeof replies === 'function') return replies(body, index);
    return replies[index] ?? { status: 400, message: `no scripted reply for request ${index + 1}` };
  }

  #send(reply: ScriptedMessage, received: ReceivedRequest, response: ServerResponse): void {
    const { body } = received;
    received.usage = this.#cache.bill(body);
    const id = `msg_${String(this.requests.length).padStart(4, '0')}`;
    const message = buildMessage(reply, {
      id,
      model: body.model,
      usage: received.usage,
      diagnostics: this.#diagnosis.explain(body),
      nextCallId: () => `toolu_${String(++this.#calls).padStart(4, '0')}`,
    });
    this.#diagnosis.remember(id, body);
    if (body.stream === true) streamMessage(message, reply, response);
    else sendJson(response, message);
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_scripted' });
  response.end(JSON.stringify(value));
}

function sendFailure(response: ServerResponse, failure: ScriptedFailure): void {
  const type = failure.body === undefined ? 'application/json' : 'text/html';
  response.writeHead(failure.status, { 'content-type': type, 'request-id': 'req_scripted', ...failure.headers });
  response.end(failureBody(failure));
}

function streamMessage(message: WireMessage, reply: ScriptedMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_scripted' });
  const events = streamEvents(message, reply).map(renderEvent);
  const { fault } = reply;
  if (fault === undefined) {
    response.end(`${events[0]}event: ping\ndata: {"type": "ping"}\n\n${events.slice(1).join('')}`);
    return;
  }
  const sent = fault.afterEvents ?? 3;
  response.write(events.slice(0, sent).join(''), () => failStream(fault, events[sent] ?? '', response));
}

function failStream(fault: StreamFault, next: string, response: ServerResponse): void {
  switch (fault.kind) {
    case 'cut':
      // later than the write, so that the client has seen the beginning
      setTimeout(() => response.destroy(), 5);
      return;
    case 'end':
      response.end();
      return;
    case 'error-event': {
      const error = { type: fault.errorType ?? 'overloaded_error', message: 'scripted error event' };
      response.end(`event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`);
      return;
    }
    case 'broken-json':
      response.end(`${next.slice(0, -6)}\n\n`);
      return;
    case 'stall':
      return;
  }
}
