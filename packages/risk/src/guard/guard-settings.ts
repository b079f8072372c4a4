import { checkedBounds } from '../bounds/checked-bounds';
import { finiteNotNegative, finitePositive, fractionBelowOne, type Range } from '../bounds/range';

/** How the guard deleverages. Plain numbers. */
export type GuardSettings = {
  /**
   * By how much better than the bounds of the level `warning` a deleveraging leaves the account, as a fraction of each bound, in
   * [0, 1). More than `levelMargin`, so that the level falls afterwards.
   */
  readonly targetHeadroom: number;
  /** How long a market may make no progress before its reduction is planned anew, in ms of event time, > 0. */
  readonly retryMs: number;
  /**
   * How much worse than the best price the orders of a reduction may fill, in basis points, in (0, 10,000). A price that is
   * falling has left a narrow bound before the order comes to its block, and a liquidation costs more.
   */
  readonly maxSlippageBps: number;
  /** What a taker pays, in basis points, >= 0. Plans reckon with it. */
  readonly takerFeeBps: number;
  /** Spread where no book is known, in basis points of the price, >= 0. */
  readonly assumedSpreadBps: number;
  /** Depth of a side within 50 basis points of the mid where no book is known, in USD, > 0. */
  readonly assumedDepthUsd: number;
};

/** Back to where an account is only watched; a new plan after five seconds without a fill. */
export const DEFAULT_GUARD_SETTINGS: GuardSettings = {
  targetHeadroom: 0.2,
  retryMs: 5_000,
  maxSlippageBps: 500,
  takerFeeBps: 5,
  assumedSpreadBps: 20,
  assumedDepthUsd: 25_000,
};

const RANGES: { readonly [Name in keyof GuardSettings]: Range } = {
  targetHeadroom: fractionBelowOne,
  retryMs: finitePositive,
  maxSlippageBps: { text: 'in (0, 10000)', holds: (value) => value > 0 && value < 10_000 },
  takerFeeBps: finiteNotNegative,
  assumedSpreadBps: finiteNotNegative,
  assumedDepthUsd: finitePositive,
};

/**
 * Fills what is not given with {@link DEFAULT_GUARD_SETTINGS} and checks every number.
 *
 * @throws RangeError naming the setting, its value and its range; also for a name that is no setting
 * @example guardSettings({ retryMs: 2_000 }).takerFeeBps // 5
 */
export function guardSettings(given: Partial<GuardSettings> = {}): GuardSettings {
  return checkedBounds(given, { option: 'guard', noun: 'setting', defaults: DEFAULT_GUARD_SETTINGS, ranges: RANGES });
}
