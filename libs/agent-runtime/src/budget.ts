import { addUsage, noUsage, totalTokens } from '@devops-orchestrator/contracts';
import type { AgentUsage, BudgetDimension, BudgetExhaustion, Clock } from '@devops-orchestrator/contracts';

/** Caps; absent: none. */
export interface BudgetLimits {
  costUsd?: number;
  /** All tokens: input, read from and written to the cache, output. */
  tokens?: number;
  /** Complete replies. */
  turns?: number;
  /** Milliseconds since the budget was opened. */
  timeMs?: number;
}

/**
 * What may be spent. What a child spends counts for its parents too, and a child is exhausted as soon as one of them is.
 * It is looked at before each request and before the tools of a reply run, so that a cap is passed by one reply at most.
 */
export class Budget {
  readonly level: string;
  readonly limits: BudgetLimits;
  readonly #clock: Clock;
  readonly #parent: Budget | undefined;
  readonly #openedAt: number;
  #spent: AgentUsage = noUsage;

  constructor(level: string, limits: BudgetLimits, clock: Clock, parent?: Budget) {
    this.level = level;
    this.limits = limits;
    this.#clock = clock;
    this.#parent = parent;
    this.#openedAt = clock.monotonicMs();
  }

  /** A budget within this one. */
  child(level: string, limits: BudgetLimits): Budget {
    return new Budget(level, limits, this.#clock, this);
  }

  get spent(): AgentUsage {
    return this.#spent;
  }

  /** Counts for this budget and all above; call it as well for what was spent before a run was resumed. */
  charge(usage: AgentUsage): void {
    this.#spent = addUsage(this.#spent, usage);
    this.#parent?.charge(usage);
  }

  /** The cap that was reached, the innermost first; undefined while there is something left. */
  exhausted(): BudgetExhaustion | undefined {
    return this.#ownExhaustion() ?? this.#parent?.exhausted();
  }

  /** Milliseconds until the first time limit; Infinity without one. */
  remainingMs(): number {
    const own = this.limits.timeMs === undefined ? Infinity : this.limits.timeMs - this.#elapsedMs();
    return Math.max(0, Math.min(own, this.#parent?.remainingMs() ?? Infinity));
  }

  /** The time limit that ends first; asked when a timer says that it has, which may be a moment early. */
  timeExhaustion(): BudgetExhaustion {
    const { timeMs: limit = Infinity } = this.limits;
    const parent = this.#parent?.timeExhaustion();
    const own = { level: this.level, dimension: 'time' as const, limit, spent: Math.round(this.#elapsedMs()) };
    if (parent === undefined) return own;
    return parent.limit - (parent.spent ?? 0) < limit - own.spent ? parent : own;
  }

  /** True when this budget or one above caps money. */
  get capsMoney(): boolean {
    return this.limits.costUsd !== undefined || this.#parent?.capsMoney === true;
  }

  #ownExhaustion(): BudgetExhaustion | undefined {
    const { costUsd, tokens, turns, timeMs } = this.limits;
    const rows: [BudgetDimension, number | undefined, number | null][] = [
      ['money', costUsd, this.#spent.costUsd],
      ['tokens', tokens, totalTokens(this.#spent)],
      ['turns', turns, this.#spent.turns],
      ['time', timeMs, Math.round(this.#elapsedMs())],
    ];
    for (const [dimension, limit, spent] of rows) {
      if (limit !== undefined && (spent === null || spent >= limit)) {
        return { level: this.level, dimension, limit, spent };
      }
    }
    return undefined;
  }

  #elapsedMs(): number {
    return this.#clock.monotonicMs() - this.#openedAt;
  }
}
