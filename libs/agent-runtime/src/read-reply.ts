import type { BetaMessageStream } from '@anthropic-ai/sdk/lib/BetaMessageStream';
import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages';

/** A reply that did not come whole. Nothing of it counts but what it is billed. */
export class ReplyLostError extends Error {
  /** What had come, if its beginning had. */
  readonly partial: BetaMessage | undefined;

  constructor(cause: unknown, partial: BetaMessage | undefined) {
    super('the reply did not come whole', { cause });
    this.name = 'ReplyLostError';
    this.partial = partial;
  }
}

/**
 * The whole reply of a stream. Input of a tool call must be whole JSON: the SDK reads cut JSON as far as it goes, and a
 * file that ends in the middle would be written.
 *
 * @throws {ReplyLostError}
 */
export async function readReply(stream: BetaMessageStream): Promise<BetaMessage> {
  const inputs = new Map<number, string>();
  stream.on('streamEvent', (event) => {
    if (event.type !== 'content_block_delta' || event.delta.type !== 'input_json_delta') return;
    inputs.set(event.index, (inputs.get(event.index) ?? '') + event.delta.partial_json);
  });
  const reply = await stream.finalMessage().catch((error: unknown) => {
    throw new ReplyLostError(error, stream.currentMessage);
  });
  if (reply.stop_reason === null) throw new ReplyLostError(new Error('the reply has no end'), reply);
  if (reply.stop_reason === 'tool_use') {
    const cut = [...inputs.values()].find((text) => text !== '' && !isJson(text));
    if (cut !== undefined) throw new ReplyLostError(new Error('the input of a tool call is cut'), reply);
  }
  return plain(reply);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As it survives JSON: what is sent next is the same from memory and from a checkpoint. */
function plain(reply: BetaMessage): BetaMessage {
  return JSON.parse(JSON.stringify(reply)) as BetaMessage;
}
