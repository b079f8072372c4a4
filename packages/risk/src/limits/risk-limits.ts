import { checkedBounds } from '../bounds/checked-bounds';
import { finiteNotNegative, finitePositive, fractionBelowOne, positive, type Range } from '../bounds/range';

/** The bounds that decisions and orders are held against. A bound of Infinity switches a limit off. */
export type RiskLimits = {
  /** Largest position of one market, in USD at the oracle price, > 0. */
  readonly maxPositionNotionalUsd: number;
  /** Largest sum of all positions, each with its resting orders filled the worst way, in USD, > 0. */
  readonly maxGrossNotionalUsd: number;
  /** Largest surplus of longs over shorts or the other way round, each market at its worst, in USD, > 0. */
  readonly maxNetNotionalUsd: number;
  /** Largest gross notional as a multiple of equity, > 0. */
  readonly maxLeverage: number;
  /** Largest share of one market in the gross notional, in (0, 1]; 1 switches it off. */
  readonly maxConcentration: number;
  /** Positions up to this are never too concentrated, so that a first one is possible, in USD, >= 0. */
  readonly concentrationFloorUsd: number;
  /**
   * Largest exposure that moves with one market, itself included, as a share of the largest gross notional that the account
   * may have (`maxGrossNotionalUsd` or `maxLeverage` times equity, the smaller), > 0. Other markets count by their correlation.
   */
  readonly maxCorrelatedFraction: number;
  /** Length of the returns of oracle prices that correlations are estimated from, in ms of event time, > 0. */
  readonly correlationSampleMs: number;
  /** How many returns the estimate looks back; with less than a quarter of them a correlation counts as 1. Integer, >= 4. */
  readonly correlationSamples: number;
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
  /** Quality of a market's data below which new exposure is refused although they are live, in [0, 1]. */
  readonly minDataQuality: number;
  /** Age of a market's oracle price above which new exposure is refused, in ms, > 0. It is sent when it changes, not steadily. */
  readonly maxOracleAgeMs: number;
  /** How much worse than the oracle price an opening order may be priced, in basis points, > 0. */
  readonly maxOracleDistanceBps: number;
  /** How much worse than the opposite best price an opening order may be priced, in basis points, > 0. */
  readonly maxBookDistanceBps: number;
  /** Largest single opening order at its own price, in USD, > 0. */
  readonly maxOrderNotionalUsd: number;
  /** The same as a multiple of the market's typical trade, > 0; counts once 100 trades were seen. */
  readonly maxOrderTradeMultiple: number;
  /** Most open orders of one market, those in flight included. Integer, > 0. */
  readonly maxOpenOrdersPerMarket: number;
  /** Most open orders of the account. Integer, > 0. */
  readonly maxOpenOrders: number;
  /** Short-term orders and cancels that the chain takes within `shortTermRateBlocks` blocks. Integer, > 0. */
  readonly maxShortTermOrders: number;
  /** Blocks over which short-term orders and cancels are counted. Integer, > 0 and finite. */
  readonly shortTermRateBlocks: number;
  /** Stateful orders that the chain takes in one block. Integer, > 0. */
  readonly maxStatefulOrdersPerBlock: number;
  /** Stateful orders that the chain takes within 100 blocks. Integer, > 0. */
  readonly maxStatefulOrdersPer100Blocks: number;
  /** Share of each of these pools that is kept for cancels and for orders that reduce, in [0, 1). */
  readonly orderRateReserve: number;
  /** Trimming an increase below this (or below one step of the market) refuses it, in USD, >= 0. */
  readonly minNotionalUsd: number;
  /**
   * What a trimmed decision leaves unused of the largest size that fits, as a fraction in [0, 1). Above 0 the orders that
   * follow still fit when the price has moved a little; 0 trims to the bound itself.
   */
  readonly trimHeadroom: number;
};

/** Cautious bounds for an account of about 10,000 USD; the rates are those that the chain's documentation states. */
export const DEFAULT_RISK_LIMITS: RiskLimits = {
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
};

const fraction: Range = { text: 'in [0, 1]', holds: (value) => value >= 0 && value <= 1 };
const fractionAboveZero: Range = { text: 'in (0, 1]', holds: (value) => value > 0 && value <= 1 };
const count: Range = {
  text: 'an integer > 0 or Infinity',
  holds: (value) => value === Infinity || (Number.isInteger(value) && value > 0),
};
const finiteCount: Range = { text: 'an integer > 0', holds: (value) => Number.isInteger(value) && value > 0 };
const samples: Range = {
  text: 'an integer in 4..10000',
  holds: (value) => Number.isInteger(value) && value >= 4 && value <= 10_000,
};

const RANGES: { readonly [Name in keyof RiskLimits]: Range } = {
  maxPositionNotionalUsd: positive,
  maxGrossNotionalUsd: positive,
  maxNetNotionalUsd: positive,
  maxLeverage: positive,
  maxConcentration: fractionAboveZero,
  concentrationFloorUsd: finiteNotNegative,
  maxCorrelatedFraction: positive,
  correlationSampleMs: finitePositive,
  correlationSamples: samples,
  minLiquidationDistance: fractionBelowOne,
  maxDailyLossUsd: positive,
  maxDailyLossFraction: positive,
  maxMarginUsage: fractionAboveZero,
  maxDataAgeMs: positive,
  minDataQuality: fraction,
  maxOracleAgeMs: positive,
  maxOracleDistanceBps: positive,
  maxBookDistanceBps: positive,
  maxOrderNotionalUsd: positive,
  maxOrderTradeMultiple: positive,
  maxOpenOrdersPerMarket: count,
  maxOpenOrders: count,
  maxShortTermOrders: count,
  shortTermRateBlocks: finiteCount,
  maxStatefulOrdersPerBlock: count,
  maxStatefulOrdersPer100Blocks: count,
  orderRateReserve: fractionBelowOne,
  minNotionalUsd: finiteNotNegative,
  trimHeadroom: fractionBelowOne,
};

/**
 * Fills what is not given with {@link DEFAULT_RISK_LIMITS} and checks every bound.
 *
 * @throws RangeError naming the limit, its value and its range; also for a name that is no limit
 * @example riskLimits({ maxLeverage: 2 }).maxMarginUsage // 0.7
 */
export function riskLimits(given: Partial<RiskLimits> = {}): RiskLimits {
  return checkedBounds(given, { option: 'limits', noun: 'limit', defaults: DEFAULT_RISK_LIMITS, ranges: RANGES });
}
