import * as fc from 'fast-check';
import { marketRules } from '@perpstream/testing';
import { accountMargin } from '../margin/account-margin';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import { sizeOf, type SizeQuestion } from './size-of';

/** An account of 10,000 USD; a market at 80 % a year. */
const EQUITY = 10_000;

const flatRules = marketRules({
  initialMarginFraction: 0.05,
  maintenanceMarginFraction: 0.03,
  openInterestLowerCapUsd: 0,
  openInterestUpperCapUsd: 0,
});

/** 5 % up to 1 million of open interest, 100 % at 3 million: 47.5 points per million. */
const scaledRules = { ...flatRules, openInterestLowerCapUsd: 1_000_000, openInterestUpperCapUsd: 3_000_000 };

const volatilityTarget = { targetVolatility: 0.2, marketVolatility: 0.8 };
const kelly = { edge: 0.002, variance: 0.01, share: 0.5, maxLeverage: 3 };
const longDistance = {
  minDistance: 0.25,
  side: 'long' as const,
  maintenanceMarginFraction: 0.03,
  otherMaintenanceMarginUsd: 0,
};
const marginUsage = { maxUsage: 0.5, rules: flatRules, openInterestUsd: NaN, otherInitialMarginUsd: 0 };

const bounds = {
  fixedFraction: { fraction: 0.3 },
  volatilityTarget,
  kelly,
  confidence: { confidence: 0.6, fullNotionalUsd: 5_000 },
  depth: { depthUsd: 40_000, share: 0.1 },
  volume: { hourlyVolumeUsd: 1e6, share: 0.02 },
  liquidationDistance: longDistance,
  marginUsage,
  budget: { budgetUsd: 2_000 },
} satisfies Omit<SizeQuestion, 'equityUsd'>;

function sizeUsd(question: Partial<SizeQuestion>): number {
  return sizeOf({ equityUsd: EQUITY, ...question }).notionalUsd;
}

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

describe('sizeOf without an input', () => {
  const lacking: [string, Partial<SizeQuestion>, string, string][] = [
    ...[NaN, 0, -1, Infinity].flatMap((bad): [string, Partial<SizeQuestion>, string, string][] => [
      [`an equity of ${bad}`, { equityUsd: bad, fixedFraction: bounds.fixedFraction }, 'fixed-fraction', 'equityUsd'],
      [`an equity of ${bad} for volatility`, { equityUsd: bad, volatilityTarget }, 'volatility-target', 'equityUsd'],
      [`an equity of ${bad} for kelly`, { equityUsd: bad, kelly }, 'kelly', 'equityUsd'],
      [
        `an equity of ${bad} for distance`,
        { equityUsd: bad, liquidationDistance: longDistance },
        'liquidation-distance',
        'equityUsd',
      ],
      [`an equity of ${bad} for margin`, { equityUsd: bad, marginUsage }, 'margin-usage', 'equityUsd'],
      [
        `a volatility of ${bad}`,
        { volatilityTarget: { ...volatilityTarget, marketVolatility: bad } },
        'volatility-target',
        'marketVolatility',
      ],
      [`a variance of ${bad}`, { kelly: { ...kelly, variance: bad } }, 'kelly', 'variance'],
      [`a depth of ${bad}`, { depth: { depthUsd: bad, share: 0.1 } }, 'depth', 'depthUsd'],
      [`a volume of ${bad}`, { volume: { hourlyVolumeUsd: bad, share: 0.1 } }, 'volume', 'hourlyVolumeUsd'],
      [
        `a maintenance fraction of ${bad}`,
        { liquidationDistance: { ...longDistance, maintenanceMarginFraction: bad } },
        'liquidation-distance',
        'maintenanceMarginFraction',
      ],
      [
        `an initial fraction of ${bad}`,
        { marginUsage: { ...marginUsage, rules: { ...flatRules, initialMarginFraction: bad } } },
        'margin-usage',
        'initialMarginFraction',
      ],
      [
        `an open interest of ${bad}`,
        { marginUsage: { ...marginUsage, rules: scaledRules, openInterestUsd: bad } },
        'margin-usage',
        'openInterestUsd',
      ],
    ]),
    ['an edge of NaN', { kelly: { ...kelly, edge: NaN } }, 'kelly', 'edge'],
    ['an edge without end', { kelly: { ...kelly, edge: Infinity } }, 'kelly', 'edge'],
    ['a confidence of NaN', { confidence: { confidence: NaN, fullNotionalUsd: 1 } }, 'confidence', 'confidence'],
    ['a confidence below 0', { confidence: { confidence: -0.1, fullNotionalUsd: 1 } }, 'confidence', 'confidence'],
    ['a confidence above 1', { confidence: { confidence: 1.1, fullNotionalUsd: 1 } }, 'confidence', 'confidence'],
    [
      'others of NaN',
      { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: NaN } },
      'liquidation-distance',
      'otherMaintenanceMarginUsd',
    ],
    [
      'others below 0',
      { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: -1 } },
      'liquidation-distance',
      'otherMaintenanceMarginUsd',
    ],
    [
      'others without end',
      { liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: Infinity } },
      'liquidation-distance',
      'a finite size',
    ],
    [
      'other margin of NaN',
      { marginUsage: { ...marginUsage, otherInitialMarginUsd: NaN } },
      'margin-usage',
      'otherInitialMarginUsd',
    ],
    [
      'other margin below 0',
      { marginUsage: { ...marginUsage, otherInitialMarginUsd: -1 } },
      'margin-usage',
      'otherInitialMarginUsd',
    ],
    ['a holding of NaN', { marginUsage: { ...marginUsage, heldUsd: NaN } }, 'margin-usage', 'heldUsd'],
    [
      'a cap of NaN',
      { marginUsage: { ...marginUsage, rules: { ...flatRules, openInterestUpperCapUsd: NaN } } },
      'margin-usage',
      'openInterestUpperCapUsd',
    ],
    ['a budget of NaN', { budget: { budgetUsd: NaN } }, 'budget', 'budgetUsd'],
    ['a budget without end', { budget: { budgetUsd: Infinity } }, 'budget', 'budgetUsd'],
    [
      'more than float64 holds',
      { equityUsd: 1e308, fixedFraction: { fraction: 100 } },
      'fixed-fraction',
      'a finite size',
    ],
  ];

  it.each(lacking)('is 0 with %s', (_name, question, name, missing) => {
    const sizing = sizeOf({ equityUsd: EQUITY, ...question });
    expect(sizing).toEqual({
      notionalUsd: 0,
      binding: 'missing-input',
      considered: [{ name, notionalUsd: 0, missing }],
    });
  });

  it('is 0 whatever the other constraints allow', () => {
    const sizing = sizeOf({ equityUsd: EQUITY, ...bounds, depth: { depthUsd: NaN, share: 0.1 } });
    expect(sizing).toMatchObject({ notionalUsd: 0, binding: 'missing-input' });
    expect(sizing.considered.filter(({ missing }) => missing !== undefined)).toEqual([
      { name: 'depth', notionalUsd: 0, missing: 'depthUsd' },
    ]);
  });
});

describe('sizeOf with an option out of range', () => {
  const aboveZero = [0, -1, NaN, Infinity];
  const share = [0, -0.1, 1.01, NaN];
  const tables: [string, readonly number[], string, (value: number) => Partial<SizeQuestion>][] = [
    ['fixedFraction.fraction', aboveZero, 'finite and > 0', (fraction) => ({ fixedFraction: { fraction } })],
    [
      'volatilityTarget.targetVolatility',
      aboveZero,
      'finite and > 0',
      (targetVolatility) => ({ volatilityTarget: { ...volatilityTarget, targetVolatility } }),
    ],
    ['kelly.maxLeverage', aboveZero, 'finite and > 0', (maxLeverage) => ({ kelly: { ...kelly, maxLeverage } })],
    [
      'confidence.fullNotionalUsd',
      aboveZero,
      'finite and > 0',
      (fullNotionalUsd) => ({ confidence: { confidence: 1, fullNotionalUsd } }),
    ],
    ['kelly.share', share, 'in (0, 1]', (value) => ({ kelly: { ...kelly, share: value } })],
    ['depth.share', share, 'in (0, 1]', (value) => ({ depth: { depthUsd: 1, share: value } })],
    ['volume.share', share, 'in (0, 1]', (value) => ({ volume: { hourlyVolumeUsd: 1, share: value } })],
    ['marginUsage.maxUsage', share, 'in (0, 1]', (maxUsage) => ({ marginUsage: { ...marginUsage, maxUsage } })],
    [
      'liquidationDistance.minDistance',
      [-0.1, 1, NaN],
      'in [0, 1)',
      (minDistance) => ({ liquidationDistance: { ...longDistance, minDistance } }),
    ],
  ];
  const cases = tables.flatMap(([name, values, bound, make]) => values.map((value) => ({ name, value, bound, make })));

  it.each(cases)('refuses $name of $value', ({ name, value, bound, make }) => {
    expect(() => sizeOf({ equityUsd: EQUITY, ...make(value) })).toThrow(
      new RangeError(`${name} must be ${bound}, was ${value}`),
    );
  });

  it('accepts shares and usages of 1', () => {
    expect(sizeUsd({ depth: { depthUsd: 5, share: 1 }, marginUsage: { ...marginUsage, maxUsage: 1 } })).toBe(5);
  });
});

describe('sizes', () => {
  const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const usd = fc.double({ min: 1, max: 1e7, noNaN: true });

  it('never shrink when a bound is loosened or an input grows in favour', () => {
    const monotone: readonly ((value: number) => Partial<SizeQuestion>)[] = [
      (value) => ({ fixedFraction: { fraction: value } }),
      (value) => ({ equityUsd: value * EQUITY, fixedFraction: bounds.fixedFraction }),
      (value) => ({ volatilityTarget: { ...volatilityTarget, targetVolatility: value } }),
      (value) => ({ volatilityTarget: { ...volatilityTarget, marketVolatility: 1 / value } }),
      (value) => ({ kelly: { ...kelly, edge: value - 0.5 } }),
      (value) => ({ kelly: { ...kelly, share: value } }),
      (value) => ({ kelly: { ...kelly, variance: 1 / value } }),
      (value) => ({ confidence: { confidence: value, fullNotionalUsd: 100 } }),
      (value) => ({ depth: { depthUsd: value, share: 0.5 } }),
      (value) => ({ volume: { hourlyVolumeUsd: 1e6, share: value } }),
      (value) => ({ liquidationDistance: { ...longDistance, minDistance: 1 - value } }),
      (value) => ({ liquidationDistance: { ...longDistance, maintenanceMarginFraction: 1 - value } }),
      (value) => ({ liquidationDistance: { ...longDistance, otherMaintenanceMarginUsd: 20_000 * (1 - value) } }),
      (value) => ({ marginUsage: { ...marginUsage, maxUsage: value } }),
      (value) => ({ marginUsage: { ...marginUsage, rules: scaledRules, openInterestUsd: 4e6 * (1 - value) } }),
      (value) => ({ budget: { budgetUsd: value } }),
    ];
    fc.assert(
      fc.property(fraction, fraction, fc.constantFrom(...monotone), (a, b, make) => {
        const [low, high] = [sizeUsd(make(Math.min(a, b))), sizeUsd(make(Math.max(a, b)))];
        expect(high).toBeGreaterThanOrEqual(low - 1e-9 * Math.abs(low));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are the smallest of all, and that one binds', () => {
    const names = Object.keys(bounds) as (keyof typeof bounds)[];
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), usd, usd, (chosen, equityUsd, budgetUsd) => {
        const all = { ...bounds, budget: { budgetUsd } };
        const question = Object.fromEntries(chosen.map((name) => [name, all[name]]));
        const { notionalUsd, binding, considered } = sizeOf({ equityUsd, ...question });
        expect(considered).toHaveLength(chosen.length);
        expect(notionalUsd).toBe(Math.min(...considered.map((one) => one.notionalUsd)));
        expect(considered.find((one) => one.notionalUsd === notionalUsd)?.name).toBe(binding);
      }),
    );
  });

  it('at the liquidation distance stand a move by it, a little more does not', () => {
    const cases = fc.record({
      equityUsd: usd,
      minDistance: fraction,
      side: fc.constantFrom('long' as const, 'short' as const),
      others: fc.double({ min: 0, max: 0.9, noNaN: true }),
      maintenanceMarginFraction: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ equityUsd, minDistance, side, others, maintenanceMarginFraction }) => {
        const otherMaintenanceMarginUsd = others * equityUsd;
        const bound = { minDistance, side, maintenanceMarginFraction, otherMaintenanceMarginUsd };
        const { notionalUsd } = sizeOf({ equityUsd, liquidationDistance: bound });
        const sign = side === 'long' ? 1 : -1;
        /** Collateral above maintenance after the price went from 1 against a position by the distance. */
        const spareUsd = (size: number): number => {
          const oraclePriceUsd = 1 - sign * minDistance;
          const position = {
            sizeBase: sign * size,
            oraclePriceUsd,
            initialMarginFraction: 1,
            maintenanceMarginFraction,
          };
          const margin = accountMargin(equityUsd - sign * size, [position]);
          return margin.equityUsd - margin.maintenanceMarginUsd - otherMaintenanceMarginUsd;
        };
        expect(Math.abs(spareUsd(notionalUsd))).toBeLessThanOrEqual(1e-9 * equityUsd);
        expect(spareUsd(notionalUsd * 0.999)).toBeGreaterThan(0);
        expect(spareUsd(notionalUsd * 1.001)).toBeLessThan(0);
      }),
    );
  });

  it('at the margin usage fit, a billionth more does not', () => {
    fc.assert(
      fc.property(
        usd,
        fraction,
        fc.double({ min: 0.01, max: 4e6, noNaN: true }),
        fraction,
        (equityUsd, maxUsage, openInterestUsd, others) => {
          const otherInitialMarginUsd = others * maxUsage * equityUsd;
          const usage = { maxUsage, rules: scaledRules, openInterestUsd, otherInitialMarginUsd };
          const { notionalUsd } = sizeOf({ equityUsd, marginUsage: usage });
          const usedAt = (size: number): number =>
            size * effectiveInitialMarginFraction(scaledRules, openInterestUsd + size) + otherInitialMarginUsd;
          const boundUsd = maxUsage * equityUsd;
          expect(usedAt(notionalUsd)).toBeLessThanOrEqual(boundUsd * (1 + 1e-12));
          expect(usedAt(notionalUsd * (1 + 1e-9))).toBeGreaterThan(boundUsd);
        },
      ),
    );
  });
});
