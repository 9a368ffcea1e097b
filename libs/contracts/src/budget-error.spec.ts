import { budgetError } from './budget-error.js';

describe('budgetError', () => {
  it('has exit status 5 and says which budget to raise', () => {
    const error = budgetError({ level: 'phase', dimension: 'money', limit: 1, spent: 1.234 });
    expect(error).toMatchObject({ code: 'budget-exhausted', exitCode: 5 });
    expect(error.message).toBe("The phase's budget of 1.00 USD is reached: 1.23 USD are spent.");
    expect(error.hint).toContain('larger budget of money for the phase');
  });
});
