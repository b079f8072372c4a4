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
    ['maxNetNotionalUsd', [0.01, Infinity], [0, -1, NaN]],
    ['maxConcentration', [0.001, 1], [0, 1.001, NaN]],
    ['concentrationFloorUsd', [0, 1e6], [-1, Infinity, NaN]],
    ['maxCorrelatedFraction', [0.001, Infinity], [0, -1, NaN]],
    ['correlationSampleMs', [0.5, 86_400_000], [0, -1, Infinity, NaN]],
    ['correlationSamples', [4, 10_000], [3, 4.5, 10_001, Infinity, NaN]],
    ['minDataQuality', [0, 1], [-0.001, 1.001, NaN]],
    ['maxOracleAgeMs', [1, Infinity], [0, -1, NaN]],
    ['maxOracleDistanceBps', [1, Infinity], [0, -1, NaN]],
    ['maxBookDistanceBps', [1, Infinity], [0, -1, NaN]],
    ['maxOrderNotionalUsd', [1, Infinity], [0, -1, NaN]],
    ['maxOrderTradeMultiple', [1, Infinity], [0, -1, NaN]],
    ['maxOpenOrdersPerMarket', [1, Infinity], [0, 1.5, -1, NaN]],
    ['maxOpenOrders', [1, Infinity], [0, 1.5, -1, NaN]],
    ['maxShortTermOrders', [1, Infinity], [0, 1.5, -1, NaN]],
    ['shortTermRateBlocks', [1, 100], [0, 1.5, Infinity, NaN]],
    ['maxStatefulOrdersPerBlock', [1, Infinity], [0, 1.5, -1, NaN]],
    ['maxStatefulOrdersPer100Blocks', [1, Infinity], [0, 1.5, -1, NaN]],
    ['orderRateReserve', [0, 0.999], [-0.001, 1, NaN]],
    ['minNotionalUsd', [0, 1e6], [-1, Infinity, NaN]],
    ['trimHeadroom', [0, 0.5], [-0.1, 1, NaN]],
  ])('%s takes %j and throws for %j', (name, good, bad) => {
    for (const value of good) expect(riskLimits({ [name]: value })[name]).toBe(value);
    for (const value of bad) {
      expect(() => riskLimits({ [name]: value })).toThrow(RangeError);
      expect(() => riskLimits({ [name]: value })).toThrow(new RegExp(`limits\\.${name} must be .*, was ${value}`));
    }
  });

  it.each<[Partial<RiskLimits>, string]>([
    [{ maxLeverage: 0 }, 'limits.maxLeverage must be > 0, was 0'],
    [{ minNotionalUsd: -1 }, 'limits.minNotionalUsd must be finite and >= 0, was -1'],
    [{ minDataQuality: 2 }, 'limits.minDataQuality must be in [0, 1], was 2'],
    [{ trimHeadroom: 1 }, 'limits.trimHeadroom must be in [0, 1), was 1'],
    [{ maxMarginUsage: 0 }, 'limits.maxMarginUsage must be in (0, 1], was 0'],
    [{ maxOpenOrders: 0.5 }, 'limits.maxOpenOrders must be an integer > 0 or Infinity, was 0.5'],
    [{ shortTermRateBlocks: Infinity }, 'limits.shortTermRateBlocks must be an integer > 0, was Infinity'],
    [{ correlationSamples: 3 }, 'limits.correlationSamples must be an integer in 4..10000, was 3'],
    [{ correlationSampleMs: 0 }, 'limits.correlationSampleMs must be finite and > 0, was 0'],
  ])('says which range %j is out of', (limits, message) => {
    expect(() => riskLimits(limits)).toThrow(new RangeError(message));
  });

  it('has these defaults', () => {
    expect(DEFAULT_RISK_LIMITS).toEqual({
      maxPositionNotionalUsd: 10_000,
      maxGrossNotionalUsd: 30_000,
      maxNetNotionalUsd: 20_000,
      maxLeverage: 3,
      maxConcentration: 0.5,
      concentrationFloorUsd: 10_000,
      maxCorrelatedFraction: 0.6,
      correlationSampleMs: 300_000,
      correlationSamples: 144,
      minLiquidationDistance: 0.25,
      maxDailyLossUsd: Infinity,
      maxDailyLossFraction: 0.05,
      maxMarginUsage: 0.7,
      maxDataAgeMs: 10_000,
      minDataQuality: 0.2,
      maxOracleAgeMs: 86_400_000,
      maxOracleDistanceBps: 500,
      maxBookDistanceBps: 200,
      maxOrderNotionalUsd: 25_000,
      maxOrderTradeMultiple: 1_000,
      maxOpenOrdersPerMarket: 20,
      maxOpenOrders: 100,
      maxShortTermOrders: 4_000,
      shortTermRateBlocks: 5,
      maxStatefulOrdersPerBlock: 2,
      maxStatefulOrdersPer100Blocks: 20,
      orderRateReserve: 0.1,
      minNotionalUsd: 10,
      trimHeadroom: 0,
    });
  });

  it('throws for a name that is no limit', () => {
    const misspelt: object = { maxLeverge: 2 };
    expect(() => riskLimits(misspelt)).toThrow('limits.maxLeverge is not a limit');
    expect(() => riskLimits({ toString: 1 } as object)).toThrow('limits.toString is not a limit');
  });
});
