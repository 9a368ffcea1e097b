import type { BudgetDimension, BudgetExhaustion } from './documents/agent.js';
import { OrchestratorError } from './errors.js';

const units: Readonly<Record<BudgetDimension, (value: number) => string>> = {
  money: (value) => `${value.toFixed(2)} USD`,
  tokens: (value) => `${value} tokens`,
  turns: (value) => `${value} turns`,
  time: (value) => `${Math.round(value / 1000)} s`,
};

/** A budget of a model that is spent; what is done so far is kept. */
export class BudgetExhaustedError extends OrchestratorError {
  readonly exhausted: BudgetExhaustion;

  constructor(message: string, hint: string, exhausted: BudgetExhaustion) {
    super('budget-exhausted', message, { hint });
    this.name = 'BudgetExhaustedError';
    this.exhausted = exhausted;
  }
}

/** The error that ends a run whose budget is spent (exit status 5). */
export function budgetError(exhausted: BudgetExhaustion): BudgetExhaustedError {
  const { level, dimension, limit, spent } = exhausted;
  const unit = units[dimension];
  const found = spent === null ? 'a model without a known price took part' : `${unit(spent)} are spent`;
  return new BudgetExhaustedError(
    `The ${level}'s budget of ${unit(limit)} is reached: ${found}.`,
    `Resume the run with a larger budget of ${dimension} for the ${level}; what is done so far is kept.`,
    exhausted,
  );
}
