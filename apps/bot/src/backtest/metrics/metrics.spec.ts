import { annualisedReturn } from './annualised-return';
import { executionCost } from './execution-cost';
import { exposureOf } from './exposure';
import { maxDrawdown } from './max-drawdown';
import { equityAtPeriods, returnsOf } from './period-returns';
import { sharpeRatio } from './sharpe-ratio';
import { turnoverPerDay } from './turnover';

const DAY_MS = 86_400_000;

describe('maxDrawdown', () => {
  it.each<[name: string, equityUsd: number[], usd: number, fraction: number]>([
    ['of nothing', [], 0, 0],
    ['of a series that only rises', [1, 2, 3], 0, 0],
    ['from the high before it, not from the start', [100, 120, 90, 150], 30, 0.25],
    ['of the deepest of several falls', [100, 90, 100, 80, 100], 20, 0.2],
    ['in USD and as a fraction of different falls', [10, 5, 1_000, 900], 100, 0.5],
    ['down to nothing and below', [100, -50], 150, 1.5],
  ])('is measured %s', (_, equityUsd, usd, fraction) => {
    expect(maxDrawdown(equityUsd)).toEqual({ usd, fraction });
  });
});

describe('annualisedReturn', () => {
  it.each<[totalReturn: number, days: number, expected: number]>([
    [0.1, 365, 0.1],
    [0.1, 730, Math.sqrt(1.1) - 1],
    [0.01, 36.5, 1.01 ** 10 - 1],
    [-0.5, 730, Math.SQRT1_2 - 1],
    [-1.2, 100, -1],
  ])('of %p in %p days is %p', (totalReturn, days, expected) => {
    expect(annualisedReturn(totalReturn, days * DAY_MS)).toBeCloseTo(expected, 12);
  });
});

describe('sharpeRatio', () => {
  it('is the mean over the sample deviation, for a year', () => {
    // Mean 0.01, deviations 0.01, 0, -0.01: sample variance 0.0001.
    const ratio = sharpeRatio([0.02, 0.01, 0], 365);
    expect(ratio?.value).toBeCloseTo(Math.sqrt(365), 10);
    expect(ratio?.observations).toBe(3);
    expect(ratio?.standardError).toBeCloseTo(Math.sqrt((1.5 / 3) * 365), 10);
  });

  it.each([[[]], [[0.01]], [[0, 0, 0]]])('is none of %p', (returns) => {
    expect(sharpeRatio(returns, 365)).toBeUndefined();
  });

  it('changes its sign with that of the returns', () => {
    const returns = [0.02, -0.01, 0.015];
    const mirrored = returns.map((value) => -value);
    expect(sharpeRatio(mirrored, 365)?.value).toBeCloseTo(-sharpeRatio(returns, 365)!.value, 12);
  });
});

describe('equityAtPeriods', () => {
  const at = (atMs: number, equityUsd: number) => ({ atMs, equityUsd });

  it('takes the newest point at or before each multiple', () => {
    expect(equityAtPeriods([at(5, 1), at(9, 2), at(10, 3), at(19, 4), at(21, 5)], 10)).toEqual([at(10, 3), at(20, 4)]);
  });

  it('carries the equity over a hole', () => {
    expect(equityAtPeriods([at(10, 1), at(35, 2), at(40, 3)], 10)).toEqual([
      at(10, 1),
      at(20, 1),
      at(30, 1),
      at(40, 3),
    ]);
  });

  it('gives nothing of nothing', () => {
    expect(equityAtPeriods([], 10)).toEqual([]);
    expect(equityAtPeriods([at(11, 1), at(12, 1)], 10)).toEqual([]);
  });

  it('leads to simple returns', () => {
    const returns = returnsOf([at(0, 100), at(1, 110), at(2, 99)]);
    expect(returns).toEqual([expect.closeTo(0.1, 12), expect.closeTo(-0.1, 12)]);
  });
});

describe('exposureOf', () => {
  it('averages the leverage and counts the time with a position', () => {
    const samples = [
      { equityUsd: 100, grossUsd: 0 },
      { equityUsd: 100, grossUsd: 50 },
      { equityUsd: 200, grossUsd: 300 },
      { equityUsd: -10, grossUsd: 30 },
    ];
    expect(exposureOf(samples)).toEqual({ meanLeverage: 0.5, timeInMarket: 0.75 });
    expect(exposureOf([])).toEqual({ meanLeverage: 0, timeInMarket: 0 });
  });
});

describe('turnoverPerDay', () => {
  it('counts both ways, in multiples of the equity', () => {
    expect(turnoverPerDay(30_000, 10_000, 2 * DAY_MS)).toBe(1.5);
  });
});

describe('executionCost', () => {
  it.each<[name: string, side: 'buy' | 'sell', priceUsd: number, spreadUsd: number, delayUsd: number]>([
    ['a buy above a mid that rose', 'buy', 103, 2, 4],
    ['a buy below the mid, as a maker', 'buy', 101, -2, 4],
    ['a sale below a mid that rose', 'sell', 101, 2, -4],
  ])('of %s', (_, side, priceUsd, spreadUsd, delayUsd) => {
    const fill = { side, priceUsd, sizeBase: 2, midAtDecisionUsd: 100, midAtFillUsd: 102 };
    expect(executionCost(fill)).toEqual({ spreadUsd, delayUsd });
  });
});
