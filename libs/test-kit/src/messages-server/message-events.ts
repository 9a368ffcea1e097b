import type { CacheMissReason } from './cache-diagnosis.js';
import { countTokens } from './prompt-cache.js';
import type { InputUsage } from './prompt-cache.js';
import type { ScriptedCall, ScriptedMessage } from './scripted-reply.js';

export interface WireMessage {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: Record<string, unknown>[];
  stop_reason: string | null;
  stop_sequence: null;
  stop_details: unknown;
  container: null;
  context_management: null;
  diagnostics: { cache_miss_reason: CacheMissReason } | null;
  usage: Record<string, unknown>;
}

export interface MessageContext {
  id: string;
  model: string;
  usage: InputUsage;
  diagnostics: WireMessage['diagnostics'];
  nextCallId(): string;
}

/** The whole message that a script stands for. */
export function buildMessage(reply: ScriptedMessage, context: MessageContext): WireMessage {
  const content = contentOf(reply, context);
  const outputTokens = reply.outputTokens ?? Math.max(1, countTokens(content));
  return {
    id: context.id,
    type: 'message',
    role: 'assistant',
    model: reply.model ?? context.model,
    content,
    stop_reason: reply.stopReason === undefined ? naturalStop(reply) : reply.stopReason,
    stop_sequence: null,
    stop_details: reply.stopDetails ?? null,
    container: null,
    context_management: null,
    diagnostics: context.diagnostics,
    usage: {
      ...context.usage,
      output_tokens: outputTokens,
      server_tool_use: null,
      service_tier: 'standard',
    },
  };
}

function naturalStop(reply: ScriptedMessage): string {
  if (reply.compaction !== undefined) return 'compaction';
  return (reply.calls ?? []).length > 0 ? 'tool_use' : 'end_turn';
}

function contentOf(reply: ScriptedMessage, context: MessageContext): Record<string, unknown>[] {
  const content: Record<string, unknown>[] = [];
  if (reply.compaction !== undefined) {
    content.push({ type: 'compaction', content: reply.compaction, encrypted_content: null, signature: 'scripted' });
  }
  if (reply.thinking !== undefined) {
    content.push({ type: 'thinking', thinking: reply.thinking, signature: `signed:${context.id}` });
  }
  if (reply.text !== undefined) content.push({ type: 'text', text: reply.text, citations: null });
  for (const call of reply.calls ?? []) {
    content.push({ type: 'tool_use', id: call.id ?? context.nextCallId(), name: call.name, input: call.input });
  }
  return content;
}

interface StreamEvent {
  type: string;
  [field: string]: unknown;
}

/** The events of a streamed message, in the order of the API. */
export function streamEvents(message: WireMessage, reply: ScriptedMessage): StreamEvent[] {
  const start = { ...message, content: [], stop_reason: null, stop_details: null };
  const usage = { ...message.usage, output_tokens: 1 };
  const blocks = message.content.flatMap((block, index) =>
    blockEvents(block, index, rawInputOf(reply, block, message)),
  );
  return [
    { type: 'message_start', message: { ...start, usage } },
    ...(reply.unknownEvents === true ? [{ type: 'message_forecast', minutes: 1 }] : []),
    ...blocks,
    ...(reply.unknownEvents === true ? unknownBlock(message.content.length) : []),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null, stop_details: message.stop_details },
      usage: message.usage,
    },
    { type: 'message_stop' },
  ];
}

/** The input of the n-th call as the script spells it on the wire. */
function rawInputOf(reply: ScriptedMessage, block: Record<string, unknown>, message: WireMessage): string | undefined {
  const index = message.content.filter(({ type }) => type === 'tool_use').indexOf(block);
  const call: ScriptedCall | undefined = index < 0 ? undefined : reply.calls?.[index];
  return call?.rawInput;
}

function blockEvents(block: Record<string, unknown>, index: number, rawInput: string | undefined): StreamEvent[] {
  const { start, deltas } = splitBlock(block, rawInput);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function splitBlock(block: Record<string, unknown>, rawInput: string | undefined): { start: object; deltas: object[] } {
  switch (block['type']) {
    case 'text':
      return { start: { ...block, text: '' }, deltas: halves(block['text'], (text) => ({ type: 'text_delta', text })) };
    case 'thinking':
      return {
        start: { ...block, thinking: '', signature: '' },
        deltas: [
          ...halves(block['thinking'], (thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: block['signature'] },
        ],
      };
    case 'tool_use':
      return {
        start: { ...block, input: {} },
        deltas: halves(rawInput ?? JSON.stringify(block['input']), (partial_json) => ({
          type: 'input_json_delta',
          partial_json,
        })),
      };
    default:
      return { start: { ...block, content: null }, deltas: [{ type: 'compaction_delta', content: block['content'] }] };
  }
}

/** Two deltas, so that a client has to put them together. */
function halves(value: unknown, toDelta: (part: string) => object): object[] {
  const text = String(value);
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((part) => part !== '').map(toDelta);
}

function unknownBlock(index: number): StreamEvent[] {
  return [
    { type: 'content_block_start', index, content_block: { type: 'hologram', pixels: '' } },
    { type: 'content_block_delta', index, delta: { type: 'hologram_delta', pixels: 'x' } },
    { type: 'content_block_stop', index },
  ];
}

/** One event on the wire. */
export function renderEvent(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
