import {
  EQUITY,
  flatRules,
  scaledRules,
  volatilityTarget,
  kelly,
  longDistance,
  marginUsage,
  bounds,
  sizeUsd,
} from '../../fixtures/sizing-bounds';
import { sizeOf, type SizeQuestion } from './size-of';

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
