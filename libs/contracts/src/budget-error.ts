import type { BudgetDimension, BudgetExhaustion } from './documents/agent.js';
import { OrchestratorError } from './errors.js';

const units: Readonly<Record<BudgetDimension, (value: number) => string>> = {
  money: (value) => `${value.toFixed(2)} USD`,
  tokens: (value) => `${value} tokens`,
  turns: (value) => `${value} turns`,
  time: (value) => `${Math.round(value / 1000)} s`,
};

/** The error that ends a run whose budget is spent (exit status 5). */
export function budgetError({ level, dimension, limit, spent }: BudgetExhaustion): OrchestratorError {
  const unit = units[dimension];
  const found = spent === null ? 'a model without a known price took part' : `${unit(spent)} are spent`;
  return new OrchestratorError('budget-exhausted', `The ${level}'s budget of ${unit(limit)} is reached: ${found}.`, {
    hint: `Resume the run with a larger budget of ${dimension} for the ${level}; what is done so far is kept.`,
  });
}
