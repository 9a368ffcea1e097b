import type Anthropic from '@anthropic-ai/sdk';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { AgentEvent } from '@devops-orchestrator/contracts';
import type { Budget } from './budget.js';
import { claudePrices, findPrices } from './prices.js';
import type { PriceTable } from './prices.js';
import { redactKeys } from './redact-keys.js';
import type { Redact } from './redact-keys.js';
import { defaultRetryPolicy } from './retry-schedule.js';
import type { RetryPolicy } from './retry-schedule.js';
import { systemTiming } from './timing.js';
import type { Timing } from './timing.js';

export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What every kind of call to the model takes. */
export interface ModelCall {
  /** From `openClaudeClient`, or any client of the SDK; its own retries are switched off. */
  client: Anthropic;
  model: string;
  /** Texts that stay the same the longest come first. */
  system: readonly string[];
  budget: Budget;
  signal: AbortSignal;
  emit?: (event: AgentEvent) => void;
  /** Longest reply, thoughts included. Absent: 16 000. */
  maxTokens?: number;
  /** Absent: the model's own default. */
  effort?: Effort;
  /** Absent: the table that is shipped. */
  prices?: PriceTable;
  /** Takes secrets out of what tools return and out of errors. Absent: keys of model APIs. */
  redact?: Redact;
  retry?: RetryPolicy;
  timing?: Timing;
  /** False: the API is not asked why the prompt cache was missed. */
  cacheDiagnostics?: boolean;
}

/** A call with every default filled in. */
export interface RunSettings {
  client: Anthropic;
  model: string;
  budget: Budget;
  emit: (event: AgentEvent) => void;
  prices: PriceTable;
  redact: Redact;
  retry: RetryPolicy;
  timing: Timing;
}

/**
 * Fills in what is absent.
 *
 * @throws {OrchestratorError} `configuration` when money is capped and the model has no price: the cap could not hold.
 */
export function settle(call: ModelCall): RunSettings {
  const prices = call.prices ?? claudePrices;
  if (call.budget.capsMoney && findPrices(call.model, prices) === undefined) {
    throw new OrchestratorError(
      'configuration',
      `There is no price for the model ${call.model}, so a cap in money cannot hold.`,
      {
        hint: 'Cap tokens or turns instead, configure the price of the model, or take a model with a known price.',
      },
    );
  }
  return {
    client: call.client.withOptions({ maxRetries: 0 }),
    model: call.model,
    budget: call.budget,
    emit: call.emit ?? (() => undefined),
    prices,
    redact: call.redact ?? redactKeys([call.client.apiKey ?? undefined, call.client.authToken ?? undefined]),
    retry: call.retry ?? defaultRetryPolicy,
    timing: call.timing ?? systemTiming,
  };
}

/** Fields of the request that are the same for a conversation and a question. */
export function requestFields(call: ModelCall) {
  const adaptive = findPrices(call.model, call.prices ?? claudePrices)?.adaptiveThinking === true;
  return {
    model: call.model,
    max_tokens: call.maxTokens ?? 16_000,
    ...(call.system.some((text) => text !== '') ? { system: systemBlocks(call.system) } : {}),
    cache_control: { type: 'ephemeral' as const },
    ...(adaptive ? { thinking: { type: 'adaptive' as const, display: 'summarized' as const } } : {}),
  };
}

/** Breakpoints on the last three texts: conversations share those that they have in common, for an hour. */
function systemBlocks(texts: readonly string[]) {
  return texts
    .filter((text) => text !== '')
    .map((text, index, all) => ({
      type: 'text' as const,
      text,
      ...(index >= all.length - 3 ? { cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } } : {}),
    }));
}

/** A signal that is aborted with the caller's, or when the budget's time is over. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort: () => void;
  readonly #caller: AbortSignal;

  constructor(caller: AbortSignal, remainingMs: number) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#caller = caller;
    this.#onAbort = () => controller.abort(caller.reason);
    if (caller.aborted) this.#onAbort();
    else caller.addEventListener('abort', this.#onAbort, { once: true });
    if (remainingMs !== Infinity) {
      // the longest that a timer takes
      this.#timer = setTimeout(() => controller.abort(new Error('time is over')), Math.min(remainingMs, 2 ** 31 - 1));
    }
  }

  /** True when the time was over before the caller stopped it. */
  get reached(): boolean {
    return this.signal.aborted && !this.#caller.aborted;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onAbort);
  }
}

/** The error of a run that its caller stopped. */
export function interruption(signal: AbortSignal): OrchestratorError {
  const { reason } = signal as { reason: unknown };
  if (reason instanceof OrchestratorError) return reason;
  return new OrchestratorError('interrupted', 'The run was interrupted.', {
    hint: 'Resume it; it goes on after the last complete reply.',
    cause: reason,
  });
}
