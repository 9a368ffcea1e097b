import { createHash } from 'node:crypto';
import { blocksOf } from './message-request.js';
import type { Block, MessageRequest } from './message-request.js';

/** How the input of one request was billed. */
export interface InputUsage {
  input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation_input_tokens: number;
  /** What is written, by its lifetime. */
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
}

export interface PromptCacheOptions {
  /** Shorter prefixes are not cached. Absent: 1024. */
  minimumTokens?: number;
  /** Milliseconds; absent: the real clock. */
  now?: () => number;
}

interface Position {
  key: string;
  /** Tokens of the prefix that ends here. */
  tokens: number;
  ttlMs: number | undefined;
}

const fiveMinutes = 300_000;
const oneHour = 3_600_000;
/** How many blocks before a breakpoint the API looks for an entry. */
const lookback = 20;

/** Tokens of a text, as this server counts: a quarter of its characters, rounded up. */
export function countTokens(value: unknown): number {
  return Math.ceil((typeof value === 'string' ? value : JSON.stringify(value)).length / 4);
}

/**
 * The API's prompt cache: a prefix of tools, system and messages that was sent before with a breakpoint at its end is read
 * again when it comes back byte for byte, within its lifetime; it lives on from there.
 */
export class PromptCache {
  readonly #entries = new Map<string, number>();
  readonly #minimum: number;
  readonly #now: () => number;

  constructor(options: PromptCacheOptions = {}) {
    this.#minimum = options.minimumTokens ?? 1024;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Bills a request, and remembers its prefixes. */
  bill(request: MessageRequest): InputUsage {
    const positions = positionsOf(request);
    const total = positions.at(-1)?.tokens ?? 0;
    const marked = positions.flatMap((position, index) => (position.ttlMs === undefined ? [] : [index]));
    const read = Math.max(0, ...marked.map((index) => this.#hit(positions, index)));
    const cacheable = marked.filter((index) => positions[index]!.tokens >= this.#minimum);
    const end = Math.max(read, ...cacheable.map((index) => positions[index]!.tokens));
    for (const index of cacheable) {
      const { key, ttlMs } = positions[index]!;
      this.#entries.set(key, this.#now() + (ttlMs ?? fiveMinutes));
    }
    const hours = cacheable.filter((index) => positions[index]?.ttlMs === oneHour);
    const writtenForAnHour = Math.max(read, ...hours.map((index) => positions[index]!.tokens)) - read;
    return {
      input_tokens: total - end,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: end - read,
      cache_creation: {
        ephemeral_5m_input_tokens: end - read - writtenForAnHour,
        ephemeral_1h_input_tokens: writtenForAnHour,
      },
    };
  }

  #hit(positions: readonly Position[], breakpoint: number): number {
    const window = positions.slice(Math.max(0, breakpoint - lookback), breakpoint + 1);
    return window.findLast(({ key }) => (this.#entries.get(key) ?? 0) > this.#now())?.tokens ?? 0;
  }
}

function positionsOf(request: MessageRequest): Position[] {
  const system = request.system === undefined ? [] : blocksOf(request.system);
  const messages = request.messages.flatMap(({ role, content }) => blocksOf(content).map((block) => ({ role, block })));
  const blocks: readonly Block[] = [
    ...(request.tools ?? []),
    ...system,
    ...messages.map(({ role, block }) => ({ ...block, role })),
  ];
  let key = request.model;
  let tokens = 0;
  return blocks.map((block, index) => {
    const { cache_control: control, ...content } = block;
    const automatic = index === blocks.length - 1 ? request.cache_control : undefined;
    const text = JSON.stringify(content);
    key = createHash('sha256').update(key).update(text).digest('hex');
    tokens += countTokens(text);
    return { key, tokens, ttlMs: lifetimeOf(control ?? automatic) };
  });
}

function lifetimeOf(control: unknown): number | undefined {
  if (control === undefined || control === null) return undefined;
  return (control as { ttl?: string }).ttl === '1h' ? oneHour : fiveMinutes;
}
