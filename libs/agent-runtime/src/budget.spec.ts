import type { AgentUsage } from '@devops-orchestrator/contracts';
import { noUsage } from '@devops-orchestrator/contracts';
import { fixedClock } from '@devops-orchestrator/test-kit';
import { recordingTool, scriptedRun } from './testing/scripted-run.js';
import { Budget, systemTiming } from './index.js';
import type { BudgetLimits } from './index.js';

const spent = (changes: Partial<AgentUsage>): AgentUsage => ({ ...noUsage, requests: 1, turns: 1, ...changes });
const wantsMore = { outputTokens: 1000, calls: [{ name: 'note', input: { text: 'a' } }] };

describe('Budget', () => {
  it.each<[string, BudgetLimits, AgentUsage, number | null]>([
    ['money', { costUsd: 1 }, spent({ costUsd: 1 }), 1],
    ['tokens', { tokens: 10 }, spent({ cacheReadTokens: 6, outputTokens: 5 }), 11],
    ['turns', { turns: 1 }, spent({}), 1],
    ['money', { costUsd: 1 }, spent({ costUsd: null }), null],
  ])('is exhausted in %s at %j', (dimension, limits, usage, found) => {
    const budget = new Budget('task', limits, fixedClock());
    expect(budget.exhausted()).toBeUndefined();
    budget.charge(usage);
    expect(budget.exhausted()).toMatchObject({ level: 'task', dimension, spent: found });
  });

  it('is exhausted in time', () => {
    const budget = new Budget('run', { timeMs: 100 }, fixedClock(undefined, 60));
    expect(budget.exhausted()).toBeUndefined();
    expect(budget.exhausted()).toMatchObject({ level: 'run', dimension: 'time', limit: 100 });
    expect(budget.remainingMs()).toBe(0);
  });

  it('counts what a child spends for its parents, and ends with them', () => {
    const run = new Budget('run', { tokens: 15 }, fixedClock());
    const phase = run.child('phase', { tokens: 12 });
    phase.child('task', { tokens: 10 }).charge(spent({ outputTokens: 8 }));
    const second = phase.child('task', { tokens: 10 });
    second.charge(spent({ outputTokens: 5 }));
    expect(second.exhausted()).toMatchObject({ level: 'phase', limit: 12, spent: 13 });
    expect(run.exhausted()).toBeUndefined();
    expect(run.spent.outputTokens).toBe(13);
  });
});

describe('runAgent, budgets', () => {
  it.each(['run', 'phase', 'task'])(
    'stops at the cap of the %s before tools run, at most one reply over it',
    async (level) => {
      const cap = (name: string): BudgetLimits => (name === level ? { costUsd: 0.05 } : {});
      const run = new Budget('run', cap('run'), systemTiming.clock);
      const budget = run.child('phase', cap('phase')).child('task', cap('task'));
      const note = recordingTool();
      const { outcome, requests } = await scriptedRun(() => wantsMore, { tools: [note], budget });
      expect(outcome).toMatchObject({ type: 'budget', exhausted: { level, dimension: 'money', limit: 0.05 } });
      expect(outcome?.usage.costUsd).toBeGreaterThanOrEqual(0.05);
      // one reply of 1000 tokens at 20 USD for a million
      expect(outcome?.usage.costUsd).toBeLessThan(0.05 + 0.021);
      expect(note.calls).toHaveLength(requests.length - 1);
      expect(run.spent).toEqual(outcome?.usage);
    },
  );

  it('asks nothing when there is nothing left', async () => {
    const { outcome, requests } = await scriptedRun([{ text: 'ok' }], { limits: { turns: 0 } });
    expect(outcome).toMatchObject({ type: 'budget' });
    expect(requests).toHaveLength(0);
  });

  it('is done when the last reply that it may have is the end', async () => {
    const { outcome } = await scriptedRun([{ text: 'ok' }], { limits: { turns: 1 } });
    expect(outcome).toMatchObject({ type: 'completed' });
  });

  it('stops a reply and a tool when the time is over', async () => {
    const stalled = await scriptedRun([{ silence: 'stall' }], { limits: { timeMs: 60 }, client: { idleMs: 10_000 } });
    expect(stalled.outcome).toMatchObject({ type: 'budget', exhausted: { dimension: 'time' } });
    const note = recordingTool();
    const waiting = {
      ...note,
      run: (_input: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise<string>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    };
    const { outcome } = await scriptedRun([wantsMore], { tools: [waiting], limits: { timeMs: 200 } });
    expect(outcome).toMatchObject({ type: 'budget', exhausted: { dimension: 'time' }, waitingCalls: ['note'] });
  });

  it('does not start with a cap in money for a model without a price', async () => {
    const { error, requests } = await scriptedRun([{ text: 'ok' }], { model: 'claude-next', limits: { costUsd: 1 } });
    expect(error).toMatchObject({ code: 'configuration', exitCode: 2 });
    expect(requests).toHaveLength(0);
  });

  it('tells the cost of a model without a price as unknown', async () => {
    const { outcome } = await scriptedRun([{ text: 'ok' }], { model: 'claude-next' });
    expect(outcome?.usage.costUsd).toBeNull();
  });
});
