export type Block = Readonly<Record<string, unknown>> & { readonly type?: string };

export interface RequestMessage {
  readonly role: string;
  readonly content: string | readonly Block[];
}

/** What the server reads of a request to `/v1/messages`. */
export interface MessageRequest {
  readonly model: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly system?: string | readonly Block[];
  readonly tools?: readonly Block[];
  readonly messages: readonly RequestMessage[];
  readonly cache_control?: unknown;
  readonly diagnostics?: { readonly previous_message_id?: string | null } | null;
  readonly [field: string]: unknown;
}

/** Blocks of a message; text alone is one block. */
export function blocksOf(content: string | readonly Block[]): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/**
 * What the API would refuse with status 400, or undefined. Source: the API's rules as @anthropic-ai/sdk 1.13 documents
 * them: every tool call is answered in the next message, at most four cache breakpoints, no sampling parameters.
 */
export function refusalOf(request: MessageRequest): string | undefined {
  if ((request.messages ?? []).length === 0) return 'messages: at least one is required';
  const parameter = ['temperature', 'top_p', 'top_k'].find((name) => name in request);
  if (parameter !== undefined) return `${parameter}: not supported by this model`;
  if (breakpoints(request) > 4) return 'A maximum of 4 blocks with cache_control may be provided';
  const { messages } = request;
  return messages.map((message, index) => unanswered(message, messages[index + 1])).find(Boolean);
}

function breakpoints(request: MessageRequest): number {
  const system = request.system === undefined ? [] : blocksOf(request.system);
  const blocks = [...(request.tools ?? []), ...system, ...request.messages.flatMap(({ content }) => blocksOf(content))];
  const own = blocks.filter((block) => 'cache_control' in block).length;
  return own + (request.cache_control === undefined ? 0 : 1);
}

function unanswered(message: RequestMessage, next: RequestMessage | undefined): string | undefined {
  const called = blocksOf(message.content).filter(({ type }) => type === 'tool_use');
  const answers = next === undefined || next.role !== 'user' ? [] : blocksOf(next.content);
  const answered = new Set(answers.flatMap((block) => (block.type === 'tool_result' ? [block['tool_use_id']] : [])));
  const missing = called.map(({ id }) => id as string).filter((id) => !answered.has(id));
  if (missing.length === 0) return undefined;
  return `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}`;
}
