import {
  EQUITY,
  scaledRules,
  volatilityTarget,
  kelly,
  longDistance,
  marginUsage,
  bounds,
  sizeUsd,
} from '../../fixtures/sizing-bounds';
import { sizeOf, type SizeQuestion } from './size-of';

describe('sizeOf, one constraint alone', () => {
  it.each<[string, Partial<SizeQuestion>, number]>([
    ['fixed fraction: 30 % of the equity', { fixedFraction: { fraction: 0.3 } }, 3_000],
    ['fixed fraction: twice the equity', { fixedFraction: { fraction: 2 } }, 20_000],
    ['volatility: a quarter where the market moves four times the target', { volatilityTarget }, 2_500],
    [
      'volatility: more than the equity in a calm market',
      { volatilityTarget: { ...volatilityTarget, marketVolatility: 0.1 } },
      20_000,
    ],
    ['kelly: half of edge / variance', { kelly }, 1_000],
    ['kelly: the whole of it', { kelly: { ...kelly, share: 1 } }, 2_000],
    ['kelly: capped', { kelly: { ...kelly, edge: 1 } }, 30_000],
    ['kelly: nothing without an edge', { kelly: { ...kelly, edge: 0 } }, 0],
    ['kelly: nothing against the odds', { kelly: { ...kelly, edge: -0.001 } }, 0],
    ['confidence: six tenths', { confidence: { confidence: 0.6, fullNotionalUsd: 5_000 } }, 3_000],
    ['confidence: none', { confidence: { confidence: 0, fullNotionalUsd: 5_000 } }, 0],
    ['confidence: all', { confidence: { confidence: 1, fullNotionalUsd: 5_000 } }, 5_000],
    ['depth: a tenth', { depth: { depthUsd: 40_000, share: 0.1 } }, 4_000],
    ['depth: all of it', { depth: { depthUsd: 40_000, share: 1 } }, 40_000],
    ['volume: a fiftieth', { volume: { hourlyVolumeUsd: 1e6, share: 0.02 } }, 20_000],
    ['distance: a long', { liquidationDistance: longDistance }, EQUITY / (0.03 + 0.25 * 0.97)],
    ['distance: a short', { liquidationDistance: { ...longDistance, side: 'short' } }, EQUITY / (0.03 + 0.25 * 1.03)],
    [
      'distance: 0 lets the maintenance margin take all',
      { liquidationDistance: { ...longDistance, minDistance: 0 } },
      EQUITY / 0.03,
    ],
    [
      'distance: beside other positions',
      { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: 4_000 } },
      6_000 / 0.2725,
    ],
    ['distance: others take all', { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: 10_000 } }, 0],
    ['distance: others take more', { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: 10_001 } }, 0],
    ['margin: half of the equity at 5 %', { marginUsage }, 100_000],
    ['margin: beside other positions', { marginUsage: { ...marginUsage, otherInitialMarginUsd: 4_000 } }, 20_000],
    ['margin: others take all', { marginUsage: { ...marginUsage, otherInitialMarginUsd: 5_000 } }, 0],
    ['margin: others take more', { marginUsage: { ...marginUsage, otherInitialMarginUsd: 6_000 } }, 0],
    [
      'margin: open interest below the lower cap',
      { marginUsage: { ...marginUsage, rules: scaledRules, openInterestUsd: 1 } },
      100_000,
    ],
    [
      'margin: open interest above the upper cap',
      { marginUsage: { ...marginUsage, rules: scaledRules, openInterestUsd: 4e6 } },
      5_000,
    ],
    ['budget: what is left', { budget: { budgetUsd: 2_000 } }, 2_000],
    ['budget: used up', { budget: { budgetUsd: 0 } }, 0],
    ['budget: overdrawn', { budget: { budgetUsd: -5 } }, 0],
  ])('%s', (_name, question, expected) => {
    expect(sizeUsd(question)).toBeCloseTo(expected, 6);
    expect(sizeOf({ equityUsd: EQUITY, ...question }).binding).not.toBe('missing-input');
  });

  it('margin: the size itself raises the fraction', () => {
    // N (0.05 + 0.475e-6 N) = 5,000 from 1 million on: the root is 62,681.6 or so, less the rounding down to ppm.
    const usage = { ...marginUsage, rules: scaledRules, openInterestUsd: 1_000_000 };
    const root = (-0.05 + Math.sqrt(0.05 ** 2 + 4 * 0.475e-6 * 5_000)) / (2 * 0.475e-6);
    expect(sizeUsd({ marginUsage: usage })).toBeGreaterThanOrEqual(root);
    expect(sizeUsd({ marginUsage: usage })).toBeLessThan(root * 1.0001);
  });

  it('margin: what is held is open interest already', () => {
    const usage = { ...marginUsage, rules: scaledRules, openInterestUsd: 1_000_000 };
    const without = sizeUsd({ marginUsage: usage });
    expect(sizeUsd({ marginUsage: { ...usage, heldUsd: 20_000 } })).toBeGreaterThan(without);
    expect(sizeUsd({ marginUsage: { ...usage, heldUsd: 200_000 } })).toBeCloseTo(100_000, 6);
  });
});

describe('sizeOf, all together', () => {
  it('is the smallest, by name, and shows all that was considered', () => {
    const { notionalUsd, binding, considered } = sizeOf({ equityUsd: EQUITY, ...bounds });
    expect({ notionalUsd, binding }).toEqual({ notionalUsd: 1_000, binding: 'kelly' });
    expect(considered.map(({ name, notionalUsd }) => [name, Math.round(notionalUsd)])).toEqual([
      ['fixed-fraction', 3_000],
      ['volatility-target', 2_500],
      ['kelly', 1_000],
      ['confidence', 3_000],
      ['depth', 4_000],
      ['volume', 20_000],
      ['liquidation-distance', 36_697],
      ['margin-usage', 100_000],
      ['budget', 2_000],
    ]);
  });

  it('considers only what is asked', () => {
    const { considered } = sizeOf({ equityUsd: EQUITY, budget: bounds.budget, depth: bounds.depth });
    expect(considered).toEqual([
      { name: 'depth', notionalUsd: 4_000 },
      { name: 'budget', notionalUsd: 2_000 },
    ]);
  });

  it('names the first of equals', () => {
    const question = { equityUsd: EQUITY, depth: { depthUsd: 20_000, share: 0.1 }, budget: { budgetUsd: 2_000 } };
    expect(sizeOf(question)).toMatchObject({ notionalUsd: 2_000, binding: 'depth' });
  });

  it('needs no equity where none is asked for', () => {
    expect(sizeOf({ equityUsd: NaN, budget: { budgetUsd: 7 }, depth: { depthUsd: 10, share: 1 } })).toMatchObject({
      notionalUsd: 7,
      binding: 'budget',
    });
  });

  it('refuses a question without a constraint', () => {
    expect(() => sizeOf({ equityUsd: EQUITY })).toThrow(
      new RangeError(
        'one of fixed-fraction, volatility-target, kelly, confidence, depth, volume, liquidation-distance, margin-usage, budget must be given, was none',
      ),
    );
  });
});
