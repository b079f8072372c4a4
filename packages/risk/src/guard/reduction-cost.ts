/** What making a position smaller costs, as far as it can be told beforehand. */
export type ReductionCost = {
  /** Taker fee, as a fraction of what is traded, >= 0. */
  readonly feeFraction: number;
  /** Half the spread, as a fraction of the price, >= 0. */
  readonly halfSpreadFraction: number;
  /** What the side of the book that is taken from shows within `DEPTH_BAND_BPS` of the mid, in USD, > 0. */
  readonly depthUsd: number;
};

/** How far from the mid the depth is looked at, in basis points. */
export const DEPTH_BAND_BPS = 50;

/**
 * What trading `notionalUsd` costs against the mark, in USD: fee, half the spread, and the way into a book whose depth lies
 * evenly over the band, so that the average price moves by half of the band when all of it is taken, and on in that line.
 *
 * Grows faster than the size: two halves at once in two markets cost less than the whole in one.
 */
export function reductionCostUsd(notionalUsd: number, cost: ReductionCost): number {
  const impactFraction = ((DEPTH_BAND_BPS / 10_000 / 2) * notionalUsd) / cost.depthUsd;
  return notionalUsd * (cost.feeFraction + cost.halfSpreadFraction + impactFraction);
}
