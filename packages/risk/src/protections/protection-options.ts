import { checkedBounds } from '../bounds/checked-bounds';
import { finitePositive, positive, type Range } from '../bounds/range';

/**
 * The bounds of all protections, flat. A bound of Infinity switches its protection off. A lock time is how long a lock
 * holds; 0 switches its protection off, Infinity holds until the operator resumes.
 *
 * The loss of the day is bounded by `RiskLimits.maxDailyLossUsd` and `maxDailyLossFraction`.
 */
export type ProtectionOptions = {
  /** Loss since Monday 00:00 UTC that locks the book until the next, in USD net of transfers, > 0. */
  readonly maxWeeklyLossUsd: number;
  /** The same as a fraction of the equity at the start of the week, > 0. The bound that is reached first counts. */
  readonly maxWeeklyLossFraction: number;
  /** Loss since the first of the month, 00:00 UTC, that locks the book until the next, in USD net of transfers, > 0. */
  readonly maxMonthlyLossUsd: number;
  /** The same as a fraction of the equity at the start of the month, > 0. */
  readonly maxMonthlyLossFraction: number;
  /** Fall of equity from its peak that locks the book, as a fraction of the peak, net of transfers, > 0. */
  readonly maxDrawdownFraction: number;
  /** How long, in ms, >= 0; the peak then starts anew from the equity at hand. */
  readonly drawdownLockMs: number;
  /** Trades in a row (a trade is a position from opening to flat) that lost money in one market and lock it, >= 1. */
  readonly maxMarketLosses: number;
  /** The same over all markets, locks the book, >= 1. */
  readonly maxAccountLosses: number;
  /** How long, in ms, >= 0. */
  readonly lossesLockMs: number;
  /** Funding paid since 00:00 UTC, less what was received, that locks the book until the next, as a fraction of equity, > 0. */
  readonly maxFundingPaidFraction: number;
  /** Funding that a held position would pay in a day at the predicted rate and that locks its market for the hour, likewise, > 0. */
  readonly maxFundingProjectedFraction: number;
  /** Distance between the oracle price and the middle of the book of a market that is held, as a fraction of the oracle price, > 0. */
  readonly oracleFreezeFraction: number;
  /** How old the oracle price must be for that distance to lock the market, in ms, >= 0. */
  readonly oracleFreezeMs: number;
  /** How long nothing is heard of any oracle price or block, or the mark of a position is not known, until that locks, in ms, > 0. */
  readonly oracleSilenceMs: number;
  /** How long the lock holds on after the oracle price is restated, in ms, >= 0. */
  readonly oracleFreezeLockMs: number;
  /** Move of oracle price or middle of the book within the window that locks a market, as a fraction, > 0. */
  readonly priceJumpFraction: number;
  /** In ms, > 0. */
  readonly priceJumpWindowMs: number;
  /** How long, in ms, >= 0. */
  readonly priceJumpLockMs: number;
  /** Orders for new exposure that the exchange refuses within the window until that locks their market, >= 1. */
  readonly maxOrderRefusals: number;
  /** In ms, > 0. */
  readonly orderRefusalsWindowMs: number;
  /** How long the first time, in ms, >= 0; twice as long each time that it comes again soon. */
  readonly orderRefusalsLockMs: number;
  /** How long at most, in ms, >= 0. */
  readonly orderRefusalsMaxLockMs: number;
  /** How long a liquidation or deleveraging by the exchange locks the book, in ms, >= 0. */
  readonly forcedFillLockMs: number;
  /** How long a trade of the owner keeps the bot out of that market, in ms, >= 0. */
  readonly ownerTradeLockMs: number;
  /** How long the book stays locked after the level came back below `warning` from `critical`, in ms, >= 0. */
  readonly deleveragingLockMs: number;
};

const MINUTE_MS = 60_000;

/** Bounds for an account that should live through a bad month; `docs/guides/protections.md` says why. */
export const DEFAULT_PROTECTIONS: ProtectionOptions = {
  maxWeeklyLossUsd: Infinity,
  maxWeeklyLossFraction: 0.07,
  maxMonthlyLossUsd: Infinity,
  maxMonthlyLossFraction: 0.12,
  maxDrawdownFraction: 0.2,
  drawdownLockMs: Infinity,
  maxMarketLosses: 5,
  maxAccountLosses: 10,
  lossesLockMs: 60 * MINUTE_MS,
  maxFundingPaidFraction: 0.01,
  maxFundingProjectedFraction: 0.01,
  oracleFreezeFraction: 0.01,
  oracleFreezeMs: MINUTE_MS / 2,
  oracleSilenceMs: MINUTE_MS,
  oracleFreezeLockMs: MINUTE_MS,
  priceJumpFraction: 0.05,
  priceJumpWindowMs: MINUTE_MS,
  priceJumpLockMs: 5 * MINUTE_MS,
  maxOrderRefusals: 5,
  orderRefusalsWindowMs: MINUTE_MS,
  orderRefusalsLockMs: MINUTE_MS / 2,
  orderRefusalsMaxLockMs: 30 * MINUTE_MS,
  forcedFillLockMs: Infinity,
  ownerTradeLockMs: 10 * MINUTE_MS,
  deleveragingLockMs: 30 * MINUTE_MS,
};

const count: Range = { text: '>= 1', holds: (value) => value >= 1 };
const duration: Range = { text: '>= 0', holds: (value) => value >= 0 };

const RANGES: { readonly [Name in keyof ProtectionOptions]: Range } = {
  maxWeeklyLossUsd: positive,
  maxWeeklyLossFraction: positive,
  maxMonthlyLossUsd: positive,
  maxMonthlyLossFraction: positive,
  maxDrawdownFraction: positive,
  drawdownLockMs: duration,
  maxMarketLosses: count,
  maxAccountLosses: count,
  lossesLockMs: duration,
  maxFundingPaidFraction: positive,
  maxFundingProjectedFraction: positive,
  oracleFreezeFraction: positive,
  oracleFreezeMs: duration,
  oracleSilenceMs: positive,
  oracleFreezeLockMs: duration,
  priceJumpFraction: positive,
  priceJumpWindowMs: finitePositive,
  priceJumpLockMs: duration,
  maxOrderRefusals: count,
  orderRefusalsWindowMs: finitePositive,
  orderRefusalsLockMs: duration,
  orderRefusalsMaxLockMs: duration,
  forcedFillLockMs: duration,
  ownerTradeLockMs: duration,
  deleveragingLockMs: duration,
};

/**
 * Fills what is not given with {@link DEFAULT_PROTECTIONS} and checks every bound.
 *
 * @throws RangeError naming the option, its value and its range; also for a name that is no option
 * @example protectionOptions({ maxWeeklyLossUsd: 700 }).maxMonthlyLossFraction // 0.12
 */
export function protectionOptions(given: Partial<ProtectionOptions> = {}): ProtectionOptions {
  const table = { defaults: DEFAULT_PROTECTIONS, ranges: RANGES };
  return checkedBounds(given, { option: 'protections', noun: 'protection option', ...table });
}
