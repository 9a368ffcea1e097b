import { countTokens } from './prompt-cache.js';
import type { MessageRequest } from './message-request.js';

/** Why a request could not read the whole prefix of an earlier one. Source: `BetaCacheMissReason` of @anthropic-ai/sdk 1.13. */
export interface CacheMissReason {
  type: string;
  cache_missed_input_tokens?: number;
}

/** Compares a request with the one whose reply it names, as the API's cache diagnosis does. */
export class CacheDiagnosis {
  readonly #requests = new Map<string, MessageRequest>();

  remember(messageId: string, request: MessageRequest): void {
    this.#requests.set(messageId, request);
  }

  /** @returns null when nothing is asked, or the earlier prefix is still a prefix. */
  explain(request: MessageRequest): { cache_miss_reason: CacheMissReason } | null {
    const id = request.diagnostics?.previous_message_id;
    if (id === undefined || id === null) return null;
    const earlier = this.#requests.get(id);
    if (earlier === undefined) return { cache_miss_reason: { type: 'previous_message_not_found' } };
    const type = differenceOf(earlier, request);
    if (type === undefined) return null;
    return { cache_miss_reason: { type, cache_missed_input_tokens: countTokens(earlier.messages) } };
  }
}

function differenceOf(earlier: MessageRequest, request: MessageRequest): string | undefined {
  if (earlier.model !== request.model) return 'model_changed';
  if (!same(earlier.system, request.system)) return 'system_changed';
  if (!same(earlier.tools, request.tools)) return 'tools_changed';
  const prefix = request.messages.slice(0, earlier.messages.length);
  return same(earlier.messages, prefix) ? undefined : 'messages_changed';
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
