import { DEFAULT_RISK_LIMITS, riskLimits, type RiskLimits } from './risk-limits';

describe('riskLimits', () => {
  it('gives the defaults when nothing is given', () => {
    expect(riskLimits()).toEqual(DEFAULT_RISK_LIMITS);
    expect(riskLimits({})).toMatchObject({ minLiquidationDistance: 0.25, maxMarginUsage: 0.7 });
  });

  it('keeps what is given and fills the rest', () => {
    expect(riskLimits({ maxLeverage: 2 })).toEqual({ ...DEFAULT_RISK_LIMITS, maxLeverage: 2 });
  });

  it('never changes the defaults', () => {
    riskLimits({ maxLeverage: 1 });
    expect(DEFAULT_RISK_LIMITS.maxLeverage).toBe(3);
  });

  it.each<[keyof RiskLimits, readonly number[], readonly number[]]>([
    ['maxPositionNotionalUsd', [0.01, Infinity], [0, -1, NaN]],
    ['maxGrossNotionalUsd', [0.01, Infinity], [0, -1, NaN]],
    ['maxLeverage', [0.1, Infinity], [0, -1, NaN]],
    ['minLiquidationDistance', [0, 0.999], [-0.001, 1, NaN]],
    ['maxDailyLossUsd', [0.01, Infinity], [0, -1, NaN]],
    ['maxDailyLossFraction', [0.001, Infinity], [0, -1, NaN]],
    ['maxMarginUsage', [0.001, 1], [0, 1.001, NaN]],
    ['maxDataAgeMs', [1, Infinity], [0, -1, NaN]],
    ['minNotionalUsd', [0, 1e6], [-1, Infinity, NaN]],
    ['trimHeadroom', [0, 0.5], [-0.1, 1, NaN]],
  ])('%s takes %j and throws for %j', (name, good, bad) => {
    for (const value of good) expect(riskLimits({ [name]: value })[name]).toBe(value);
    for (const value of bad) {
      expect(() => riskLimits({ [name]: value })).toThrow(RangeError);
      expect(() => riskLimits({ [name]: value })).toThrow(new RegExp(`limits\\.${name} must be .*, was ${value}`));
    }
  });

  it('throws for a name that is no limit', () => {
    const misspelt: object = { maxLeverge: 2 };
    expect(() => riskLimits(misspelt)).toThrow('limits.maxLeverge is not a limit');
    expect(() => riskLimits({ toString: 1 } as object)).toThrow('limits.toString is not a limit');
  });
});
