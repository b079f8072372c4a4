/** The bounds that decisions and orders are held against. A bound of Infinity switches a limit off. */
export type RiskLimits = {
  /** Largest position of one market, in USD at the oracle price, > 0. */
  readonly maxPositionNotionalUsd: number;
  /** Largest sum of all positions, each with its resting orders filled the worst way, in USD, > 0. */
  readonly maxGrossNotionalUsd: number;
  /** Largest gross notional as a multiple of equity, > 0. */
  readonly maxLeverage: number;
  /** Smallest distance from oracle to liquidation price of any position, as a fraction of the oracle price, in [0, 1). */
  readonly minLiquidationDistance: number;
  /** Loss since the start of the UTC day that stops new exposure until the next, in USD, > 0. */
  readonly maxDailyLossUsd: number;
  /** The same as a fraction of the equity at the start of the day, > 0. The smaller of both bounds counts. */
  readonly maxDailyLossFraction: number;
  /** Largest share of equity that the initial margin may take, in (0, 1]. */
  readonly maxMarginUsage: number;
  /** Age of a market's data above which new exposure is refused although they pass for live, in ms, > 0. */
  readonly maxDataAgeMs: number;
  /** Trimming an increase below this (or below one step of the market) refuses it, in USD, >= 0. */
  readonly minNotionalUsd: number;
  /**
   * What a trimmed decision leaves unused of the largest size that fits, as a fraction in [0, 1). Above 0 the orders that
   * follow still fit when the price has moved a little; 0 trims to the bound itself.
   */
  readonly trimHeadroom: number;
};

/** Cautious bounds for an account of about 10,000 USD. */
export const DEFAULT_RISK_LIMITS: RiskLimits = {
  maxPositionNotionalUsd: 10_000,
  maxGrossNotionalUsd: 30_000,
  maxLeverage: 3,
  minLiquidationDistance: 0.25,
  maxDailyLossUsd: Infinity,
  maxDailyLossFraction: 0.05,
  maxMarginUsage: 0.7,
  maxDataAgeMs: 10_000,
  minNotionalUsd: 10,
  trimHeadroom: 0,
};

type Range = { readonly text: string; readonly holds: (value: number) => boolean };

const positive: Range = { text: '> 0', holds: (value) => value > 0 };
const fractionBelowOne: Range = { text: 'in [0, 1)', holds: (value) => value >= 0 && value < 1 };

const RANGES: { readonly [Name in keyof RiskLimits]: Range } = {
  maxPositionNotionalUsd: positive,
  maxGrossNotionalUsd: positive,
  maxLeverage: positive,
  minLiquidationDistance: fractionBelowOne,
  maxDailyLossUsd: positive,
  maxDailyLossFraction: positive,
  maxMarginUsage: { text: 'in (0, 1]', holds: (value) => value > 0 && value <= 1 },
  maxDataAgeMs: positive,
  minNotionalUsd: { text: 'finite and >= 0', holds: (value) => value >= 0 && value < Infinity },
  trimHeadroom: fractionBelowOne,
};

function isLimitName(name: string): name is keyof RiskLimits {
  return Object.hasOwn(RANGES, name);
}

/**
 * Fills what is not given with {@link DEFAULT_RISK_LIMITS} and checks every bound.
 *
 * @throws RangeError naming the limit, its value and its range; also for a name that is no limit
 * @example riskLimits({ maxLeverage: 2 }).maxMarginUsage // 0.7
 */
export function riskLimits(given: Partial<RiskLimits> = {}): RiskLimits {
  const limits: Record<keyof RiskLimits, number> = { ...DEFAULT_RISK_LIMITS };
  for (const [name, value] of Object.entries(given)) {
    if (!isLimitName(name)) throw new RangeError(`limits.${name} is not a limit`);
    if (!RANGES[name].holds(value)) throw new RangeError(`limits.${name} must be ${RANGES[name].text}, was ${value}`);
    limits[name] = value;
  }
  return limits;
}
