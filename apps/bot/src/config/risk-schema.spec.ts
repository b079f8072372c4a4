import { parseConfig } from './load-config';
import { riskOptionsOf } from './risk-schema';

describe('the risk part of a configuration', () => {
  it('becomes the options of the layer, with off as a bound that never bites', () => {
    const { risk } = parseConfig(
      {
        risk: {
          maxDailyLossUsd: 'off',
          maxLeverage: 2,
          strategyBudgetsUsd: { pairs: 2_000 },
          levels: { criticalMarginUsage: 'off' },
          protections: { maxWeeklyLossUsd: 700 },
          guard: { retryMs: 2_000 },
        },
      },
      'test',
    );
    expect(riskOptionsOf(risk)).toEqual({
      limits: {
        maxPositionNotionalUsd: 5_000,
        maxGrossNotionalUsd: 15_000,
        maxDailyLossUsd: Infinity,
        maxDailyLossFraction: 0.03,
        trimHeadroom: 0.01,
        maxLeverage: 2,
      },
      levels: { criticalMarginUsage: Infinity },
      protections: { maxWeeklyLossUsd: 700 },
      guard: { retryMs: 2_000 },
      strategyBudgetsUsd: { pairs: 2_000 },
    });
  });

  it.each([
    [{ maxLeverag: 2 }, /maxLeverag.*maxLeverage/],
    [{ maxLeverage: 'none' }, /maxLeverage.*expected a number, or off/],
    [{ maxLeverage: -1 }, /limits\.maxLeverage must be > 0, was -1/],
    [{ protections: { maxWeeklyLossFractio: 1 } }, /maxWeeklyLossFractio.*maxWeeklyLossFraction/],
    [{ protections: { priceJumpWindowMs: 'off' } }, /protections\.priceJumpWindowMs must be finite and > 0/],
    [{ levels: { watchMarginUsage: 0.95 } }, /levels\./],
    [{ guard: { retryMs: 0 } }, /guard\.retryMs must be finite and > 0, was 0/],
    [{ strategyBudgetsUsd: { pairs: 'all' } }, /strategyBudgetsUsd\.pairs/],
    [{ strategyBudgetsUsd: { pairs: -5 } }, /strategyBudgetsUsd/],
  ])('refuses %p with one line', (risk, message) => {
    expect(() => parseConfig({ risk }, 'test.yaml')).toThrow(message);
  });
});
