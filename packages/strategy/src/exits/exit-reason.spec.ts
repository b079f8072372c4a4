import { heldIdea } from '../../fixtures/held-idea';
import { exitDefaults, type ExitOptions } from './exit-options';
import { exitReason } from './exit-reason';

const off: ExitOptions = { ...exitDefaults, stopLoss: 0 };

describe('exitReason', () => {
  it.each<[string, Partial<ExitOptions>, Parameters<typeof heldIdea>[0]]>([
    ['stop-loss', { stopLoss: 0.01 }, { value: -0.01 }],
    ['trailing-stop', { trailingDistance: 0.01 }, { value: 0.01, bestValue: 0.02 }],
    ['take-profit', { takeProfit: 0.01 }, { value: 0.01 }],
    ['max-hold-ms', { maxHoldMs: 500 }, { nowMs: 1_500 }],
    [
      'funding-cost-1h',
      { maxFundingCost1h: 0.001, fundingPatienceMs: 0 },
      { costlySinceMs: 1_000, nowMs: 1_000, fundingCost1h: 0.002 },
    ],
  ])('leaves by %s', (name, options, given) => {
    expect(exitReason(heldIdea(given), { ...off, ...options })).toMatchObject({ name });
  });

  it('keeps when no rule says otherwise, and when all are switched off', () => {
    expect(exitReason(heldIdea({ value: -0.001 }), exitDefaults)).toBeUndefined();
    expect(exitReason(heldIdea({ value: -1, nowMs: 1e12 }), off)).toBeUndefined();
  });

  it('names the loss first', () => {
    const options = { ...off, stopLoss: 0.01, maxHoldMs: 1 };
    expect(exitReason(heldIdea({ value: -0.02, nowMs: 1e6 }), options)).toMatchObject({ name: 'stop-loss' });
  });
});
